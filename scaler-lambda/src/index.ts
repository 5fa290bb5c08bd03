/** Door of the scaler: what the tests and the console need besides the bundle's handlers. */
export { type Farm, type Groups, type Machines, type Commands, type ScalerLedger } from './ports.ts';
export { handleBatch, type QueueBatch, type BatchReply } from './lifecycle.ts';
export { scale, type ScaleTimers, type ScaleEnd } from './scale.ts';
export { tick, type TickResult } from './tick.ts';
export { readConfig } from './config.ts';
export { createFarm } from './farm.ts';
export type { Plan, Decision, Waiting, WaitReason, PoolCount } from './core/index.ts';
