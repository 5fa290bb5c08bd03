/** The door of the job server: start one from ports, or run `@reelyard/job-server/main` as a process. */
export { createApp } from './app.ts';
export { type AppPorts, type AppSettings } from './http/endpoint-ports.ts';
export { type Config, readConfig } from './config.ts';
export { type JobServer, type JobServerPorts, type JobServerSettings, startJobServer } from './job-server.ts';
export { LOG_EVENTS, type LogEvent } from './log-events.ts';
export { mintKey, type KeyWish, type MintedKey } from './keys/mint-key.ts';
export { problemTable, type ProblemCode } from './core/problem-table.ts';
export { apiLimits } from './core/api-limits.ts';
export type * from './ports.ts';
