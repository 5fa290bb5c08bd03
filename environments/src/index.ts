/** Door of the environments: data alone. */
export type {
  Canary,
  Delivery,
  Edge,
  Environment,
  LanePolicy,
  Limits,
  Machines,
  Network,
  Omission,
  Operations,
  Pool,
  RestoredLedger,
  Retention,
  ScalePool,
  Seats,
  Server,
  Spend,
  StatePlace,
  TaskPrior,
  Timers,
  Undeletable,
  Unread,
  WarmPool,
} from './environment.ts';
export { environmentVariables, scaleVariables, serverData, toScalePool } from './environment-variables.ts';
export { dev } from './dev.ts';
export { prod } from './prod.ts';
export { rehearsal } from './rehearsal.ts';
