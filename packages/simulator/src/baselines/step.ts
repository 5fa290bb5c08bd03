/**
 * EC2 Auto Scaling, step scaling on ApproximateNumberOfMessagesVisible. Two CloudWatch alarms of one-minute periods. Out: messages ≥ 1 adds
 * what its step says; an instance that still warms up counts against the step (the group goes to in service + step, never back). In: no
 * message for `scaleInPeriods` minutes takes `scaleInPercent` of the group, at least one, unless an instance warms up. The steps of the
 * guide are examples only; here the step from n messages on adds `gain` × n for n of 1, 2, 5, 10, 20, 50, 100, 200. Busy instances protect
 * themselves.
 */
import { type CapacityPolicy, type QueueView } from '../policy.ts';
import { defineBaseline, type Sight } from './baseline.ts';

const PERIOD_SECONDS = 60;
const LAG_SECONDS = 60;
const STEPS = [200, 100, 50, 20, 10, 5, 2, 1];

export type StepParameters = Readonly<{
  gain: number;
  scaleInPeriods: number;
  scaleInPercent: number;
  instanceWarmup: number;
}>;

export function createStep(parameters: StepParameters, sight: Sight = 'real'): CapacityPolicy {
  const group = new StepGroup(parameters);
  return {
    name: `step gain ${parameters.gain}`,
    periodSeconds: PERIOD_SECONDS,
    lagSeconds: sight === 'exact' ? 0 : LAG_SECONDS,
    protectsBusy: true,
    decide: (view) => group.decide(view),
  };
}

class StepGroup {
  readonly #parameters: StepParameters;
  #desired = 0;
  #quiet = 0;
  #grewAt = -Infinity;

  constructor(parameters: StepParameters) {
    this.#parameters = parameters;
  }

  decide({ at, waiting, ready }: QueueView): number {
    const { gain, scaleInPeriods, scaleInPercent, instanceWarmup } = this.#parameters;
    this.#quiet = waiting === 0 ? this.#quiet + 1 : 0;
    const step = STEPS.find((from) => waiting >= from);
    const wanted = step === undefined ? 0 : Math.min(ready, this.#desired) + Math.ceil(gain * step);
    if (wanted > this.#desired) {
      this.#desired = wanted;
      this.#grewAt = at;
    }
    if (this.#quiet >= scaleInPeriods && at - this.#grewAt >= instanceWarmup) this.#shrink(scaleInPercent);
    return this.#desired;
  }

  #shrink(percent: number): void {
    const by = Math.max(1, Math.floor((this.#desired * percent) / 100));
    this.#desired = Math.max(0, this.#desired - by);
  }
}

export const step = defineBaseline<StepParameters>({
  name: 'step',
  about: 'EC2 Auto Scaling step scaling on visible messages; tuned',
  sources: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  ],
  published: { gain: 1, scaleInPeriods: 15, scaleInPercent: 50, instanceWarmup: 300 },
  tunables: {
    gain: [0.1, 0.25, 0.5, 1],
    scaleInPeriods: [1, 5, 15],
    scaleInPercent: [50, 100],
    instanceWarmup: [60, 300],
  },
  create: createStep,
});
