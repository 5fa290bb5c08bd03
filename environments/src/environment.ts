/** An environment is data: sizes, pools, objectives, timers, retention. No function, no condition, no secret. */
import { type Lane } from '@reelyard/contracts';

/** One Auto Scaling group with one purchase option. A new pool is one more entry. */
export interface Pool {
  name: string;
  purchase: 'on-demand' | 'spot';
  min: number;
  max: number;
  instanceType: string;
  /** Launch to usable: the prior until boots were measured. */
  bootSeconds: number;
  /** A machine stays this long after its last task. */
  idleSeconds: number;
  /** USD; orders pools by cost. Source: the on-demand price list of the region. */
  hourlyCost: number;
  /** Engines that this pool has; empty means all. */
  engines: readonly string[];
  /** Stopped instances kept ready; absent means a cold pool. */
  warm?: { min: number; max: number };
}

/** A pool as the scaler reads it from `POOLS`: with the name of its Auto Scaling group. */
export interface ScalePool extends Pool {
  group: string;
}

export interface LanePolicy {
  /** 95 % of the tasks of the lane start within this. */
  startWithinMs: number;
}

/** Milliseconds; the name of each is that of the variable that carries it. */
export interface Timers {
  tickMs: number;
  /** Between ticks while something is on its way. */
  quickTickMs: number;
  scaleWindowMs: number;
  /** Between looks at an instance that boots. */
  bootPollMs: number;
  lifecycleWindowMs: number;
  heartbeatMs: number;
  leaseMs: number;
  reaperMs: number;
  sweeperMs: number;
}

export interface Retention {
  logDays: number;
  /** Artifacts and sources in the bucket. */
  artifactDays: number;
  /** Below 14 days, the most that SQS keeps. */
  queueDays: number;
}

/** Prior of a task's service time until it is learned. */
export interface TaskPrior {
  overheadMs: number;
  /** Per frame of a million pixels. */
  megapixelFrameMs: number;
}

export interface Environment {
  name: string;
  region: string;
  pools: readonly Pool[];
  maxInstances: number;
  lanes: Readonly<Record<Lane, LanePolicy>>;
  taskPrior: TaskPrior;
  timers: Timers;
  retention: Retention;
}
