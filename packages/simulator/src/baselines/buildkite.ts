/**
 * Buildkite's agent scaler with the Elastic CI Stack for AWS, one agent a machine. Every 10 s (`MinPollInterval`): desired = scheduled +
 * running jobs; when that is more than the group's desired, the group grows by `ScaleOutFactor` × the difference, rounded up, at most once per
 * `ScaleOutCooldownPeriod` (300 s). The stack leaves scale-in to the agents (`DisableScaleIn` true): one that was idle for
 * `ScaleInIdlePeriod` (600 s) ends its own machine and takes one off desired. It never ends a busy one.
 *
 * Which machine is idle how long is counted as if the busiest always got the next job, so level k was idle since fewer than k ran: no other
 * dispatch lets more machines go, which favors this baseline.
 */
import { type CapacityPolicy, type QueueView } from '../policy.ts';
import { type Baseline, defineBaseline, EXACT_PERIOD_SECONDS, type Sight } from './baseline.ts';

const POLL_SECONDS = 10;
/** The agent metrics endpoint answers from a cache of seconds. */
const LAG_SECONDS = 10;

export type BuildkiteParameters = Readonly<{
  scaleOutCooldownPeriod: number;
  scaleInIdlePeriod: number;
  scaleOutFactor: number;
}>;

export function createBuildkite(parameters: BuildkiteParameters, sight: Sight = 'real'): CapacityPolicy {
  const group = new AgentGroup(parameters);
  const { scaleOutCooldownPeriod, scaleInIdlePeriod } = parameters;
  return {
    name: `buildkite ${scaleOutCooldownPeriod}/${scaleInIdlePeriod}`,
    periodSeconds: sight === 'exact' ? EXACT_PERIOD_SECONDS : POLL_SECONDS,
    lagSeconds: sight === 'exact' ? 0 : LAG_SECONDS,
    protectsBusy: true,
    decide: (view) => group.decide(view),
  };
}

class AgentGroup {
  readonly #parameters: BuildkiteParameters;
  #desired = 0;
  #grewAt = -Infinity;
  #ready = 0;
  /** By level: since when its machine has been idle. */
  readonly #idleSince: number[] = [];

  constructor(parameters: BuildkiteParameters) {
    this.#parameters = parameters;
  }

  decide(view: QueueView): number {
    this.#desired = Math.max(0, this.#desired - this.#countExpired(view));
    const wanted = view.waiting + view.running;
    const { scaleOutCooldownPeriod, scaleOutFactor } = this.#parameters;
    if (wanted > this.#desired && view.at - this.#grewAt >= scaleOutCooldownPeriod) {
      this.#desired += Math.ceil((wanted - this.#desired) * scaleOutFactor);
      this.#grewAt = view.at;
    }
    return this.#desired;
  }

  /** Machines that end themselves now. */
  #countExpired({ at, ready, running }: QueueView): number {
    for (let level = this.#ready; level < ready; level += 1) this.#idleSince[level] = at;
    for (let level = 0; level < running; level += 1) this.#idleSince[level] = at;
    let left = ready;
    while (left > running && at - (this.#idleSince[left - 1] ?? at) >= this.#parameters.scaleInIdlePeriod) left -= 1;
    this.#ready = left;
    return ready - left;
  }
}

const SOURCES = [
  'https://github.com/buildkite/buildkite-agent-scaler/blob/main/scaler/scaler.go',
  'https://github.com/buildkite/buildkite-agent-scaler/blob/main/scaler/scaling_calculator.go',
  'https://github.com/buildkite/elastic-ci-stack-for-aws/blob/main/templates/aws-stack.yml',
];

export const buildkiteDefault: Baseline = defineBaseline<BuildkiteParameters>({
  name: 'buildkite-default',
  about: 'Buildkite agent scaler with the stack’s defaults, 300/600',
  sources: SOURCES,
  published: { scaleOutCooldownPeriod: 300, scaleInIdlePeriod: 600, scaleOutFactor: 1 },
  create: createBuildkite,
});

export const buildkiteFast: Baseline = defineBaseline<BuildkiteParameters>({
  name: 'buildkite-fast',
  about: 'Buildkite agent scaler from 0/240; tuned',
  sources: SOURCES,
  published: { scaleOutCooldownPeriod: 0, scaleInIdlePeriod: 240, scaleOutFactor: 1 },
  tunables: {
    scaleOutCooldownPeriod: [0, 30, 60, 120],
    scaleInIdlePeriod: [15, 30, 60, 120, 240, 300, 600],
    scaleOutFactor: [0.25, 0.5, 1],
  },
  create: createBuildkite,
});
