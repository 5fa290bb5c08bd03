/**
 * The border to everything that decides capacity by counting. Invariant: a policy sees the view and nothing else, so that two policies
 * on one trace differ by what they decide only. All times are seconds of the simulated clock.
 */

/** What a policy reads. For a policy with metric lag it is the view of `lagSeconds` ago. */
export interface QueueView {
  at: number;
  /** Tasks that wait. */
  waiting: number;
  /** Tasks that run. */
  running: number;
  /** Launched and not ended, booting included. */
  machines: number;
  booting: number;
  /** Running and idle: those that serve. */
  ready: number;
  /** Mean service of what ended so far × waiting; absent before the first end. */
  backlogSeconds?: number;
}

export interface CapacityPolicy {
  name: string;
  periodSeconds: number;
  /** Age of the view that it decides on. */
  lagSeconds: number;
  /** True: a scale-in never takes a busy machine, it waits for its end. False: it takes any, and the render is killed and starts again. */
  protectsBusy: boolean;
  /** Wanted number of machines, booting included. */
  decide(view: QueueView): number;
}

/** A policy keeps state, so each run makes its own. */
export type CapacityPolicyFactory = () => CapacityPolicy;
