/** Door of the environments: data alone. */
export type {
  Canary,
  Delivery,
  Edge,
  Environment,
  LanePolicy,
  Machines,
  Network,
  Omission,
  Operations,
  Pool,
  RestoredLedger,
  Retention,
  ScalePool,
  Server,
  StatePlace,
  TaskPrior,
  Timers,
  Undeletable,
  Unread,
} from './environment.ts';
export { environmentVariables, toScalePool } from './environment-variables.ts';
export { dev } from './dev.ts';
export { prod } from './prod.ts';
export { rehearsal } from './rehearsal.ts';
