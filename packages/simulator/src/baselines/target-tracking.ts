/**
 * EC2 Auto Scaling, target tracking on backlog per instance as its guide says: target = acceptable latency ÷ mean processing time, metric =
 * visible messages ÷ instances in service. Both times the mean processing time this is seconds of backlog per instance against the acceptable
 * latency, which is how it stands here; the mean is of what ended so far, as in the guide's dynamic target. Auto Scaling keeps two alarms: out
 * after 3 minutes above the target, in after 15 minutes below 90 % of it. The change is proportional: instances × metric ÷ target, rounded up.
 * While a new instance warms up, capacity does not shrink. No instance in service counts as one (the guide's expression would divide by
 * zero). Busy instances protect themselves, as the guide's worker does. The alarms' own minutes are part of the law, exact sight or not.
 */
import { type CapacityPolicy, type QueueView } from '../policy.ts';
import { defineBaseline, type Sight } from './baseline.ts';

const PERIOD_SECONDS = 60;
/** A metric of one minute is there about a minute later. */
const LAG_SECONDS = 60;
const OUT_PERIODS = 3;
const IN_PERIODS = 15;
const IN_SHARE = 0.9;
/** 15 × (5 ÷ 15) is a hair above 5. */
const ROUNDING = 1e-9;

export type TargetTrackingParameters = Readonly<{
  acceptableLatency: number;
  /** Seconds; Auto Scaling's default is the default cooldown, 300. */
  instanceWarmup: number;
  minimum: number;
}>;

export function createTargetTracking(parameters: TargetTrackingParameters, sight: Sight = 'real'): CapacityPolicy {
  const group = new TrackingGroup(parameters);
  return {
    name: `target tracking ${parameters.acceptableLatency} s`,
    periodSeconds: PERIOD_SECONDS,
    lagSeconds: sight === 'exact' ? 0 : LAG_SECONDS,
    protectsBusy: true,
    decide: (view) => group.decide(view),
  };
}

class TrackingGroup {
  readonly #parameters: TargetTrackingParameters;
  #desired: number;
  #above = 0;
  #below = 0;
  #grewAt = -Infinity;

  constructor(parameters: TargetTrackingParameters) {
    this.#parameters = parameters;
    this.#desired = parameters.minimum;
  }

  decide(view: QueueView): number {
    const { acceptableLatency, instanceWarmup, minimum } = this.#parameters;
    const inService = Math.max(1, view.ready);
    const ratio = backlogOf(view) / inService / acceptableLatency;
    this.#above = ratio > 1 ? this.#above + 1 : 0;
    this.#below = ratio < IN_SHARE ? this.#below + 1 : 0;
    const proportional = Math.ceil(inService * ratio - ROUNDING);
    if (this.#above >= OUT_PERIODS && proportional > this.#desired) {
      this.#desired = proportional;
      this.#grewAt = view.at;
    }
    const isWarming = view.at - this.#grewAt < instanceWarmup;
    if (this.#below >= IN_PERIODS && !isWarming)
      this.#desired = Math.max(minimum, Math.min(this.#desired, proportional));
    return this.#desired;
  }
}

/** Before anything ended nobody knows the mean: a minute a message. */
function backlogOf({ waiting, backlogSeconds = waiting * 60 }: QueueView): number {
  return backlogSeconds;
}

export const targetTracking = defineBaseline<TargetTrackingParameters>({
  name: 'target-tracking',
  about: 'EC2 Auto Scaling target tracking on backlog per instance; tuned',
  sources: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html',
    'https://aws.amazon.com/blogs/compute/scaling-an-asg-using-target-tracking-with-a-dynamic-sqs-target/',
  ],
  published: { acceptableLatency: 300, instanceWarmup: 300, minimum: 0 },
  tunables: {
    acceptableLatency: [10, 30, 60, 120, 180, 300],
    instanceWarmup: [60, 300],
    minimum: [0, 1, 2, 4],
  },
  create: createTargetTracking,
});
