/** Door of the environments: data alone. */
export type { Environment, LanePolicy, Pool, Retention, ScalePool, TaskPrior, Timers } from './environment.ts';
export { environmentVariables, toScalePool } from './environment-variables.ts';
export { dev } from './dev.ts';
