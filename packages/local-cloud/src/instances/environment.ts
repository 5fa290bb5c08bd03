/**
 * The environment of everything that runs on an instance. Pure.
 * Invariant: nothing of the server's own environment but the system's PATH reaches an instance, and no static
 * credentials: they come from the metadata service through the SDK's default chain.
 */
import { type Instance } from './instance.ts';

/** Settings of all instances, from the control door. */
export interface InstanceSettings {
  /** Seconds of a boot, played as a delay before user data; in ms. */
  bootMs: number;
  /** More variables, AWS endpoints only: a rehearsal sends some services elsewhere. */
  environment: Record<string, string>;
}

export interface EnvironmentContext {
  folder: string;
  bin: string;
  endpoint: string;
  region: string;
  systemPath: string;
  settings: InstanceSettings;
}

export function instanceEnvironment(instance: Instance, context: EnvironmentContext): Record<string, string> {
  return {
    PATH: [context.bin, systemPath(context.systemPath)].join(':'),
    HOME: `${context.folder}/home`,
    TMPDIR: `${context.folder}/tmp`,
    LANG: 'C.UTF-8',
    REELYARD_ROOT: context.folder,
    REELYARD_INSTANCE: instance.id,
    AWS_ENDPOINT_URL: context.endpoint,
    AWS_REGION: context.region,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${instance.imdsPort}`,
    ...context.settings.environment,
  };
}

/** Programs of a package's node_modules are not part of a machine image. */
function systemPath(path: string): string {
  return path
    .split(':')
    .filter((folder) => folder !== '' && !folder.includes('/node_modules/'))
    .join(':');
}
