/** Door of the canary: what tests need beside the bundle's handler. */
export { readConfig } from './config.ts';
export { defaultJob } from './default-job.ts';
export { type CanaryEnd, runCanary } from './run-canary.ts';
export { type Canary } from './ports.ts';
