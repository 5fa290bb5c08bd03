/** Door of the command line for tests and benches: a whole farm as a value. */
export { type Farm, type FarmOptions, startFarm } from './farm/start-farm.ts';
export { Child, type ChildOptions } from './farm/child.ts';
export { createKey } from './farm/create-key.ts';
export { createClients, destroyClients } from './farm/provision/context.ts';
export { FarmClient, type JobView } from './api/client.ts';
export { uploadAssets } from './api/upload-assets.ts';
export { type MotoServer, startMoto } from './rehearse/moto-server.ts';
export { type PlannedEnvironment, planEnvironment } from './rehearse/plan-environment.ts';
export { findPluginDir, getTools } from './rehearse/tools.ts';
export { checkHistories, type CheckResult } from './check/check-histories.ts';
export { ControlDoor } from './chaos/control-door.ts';
export { RecordedClient } from './chaos/recorded-client.ts';
