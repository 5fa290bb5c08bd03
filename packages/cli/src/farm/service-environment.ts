/** Environment variables of the services of one farm: the names are those that each service's `config.ts` reads. */
import { type Names } from '@reelyard/infra';
import { type EngineManifest } from '@reelyard/contracts';
import { type Environment, environmentVariables, scaleVariables, serverData } from '@reelyard/environments';
import { type QueueUrls } from './provision/queues.ts';

export interface FarmSettings {
  environment: Environment;
  region: string;
  endpoint: string;
  names: Names;
  queues: QueueUrls;
  /** The engine that the instances get: the only one that jobs may name. */
  engine: EngineManifest;
  /** Overrides of timers and the like, for tests and benches. */
  overrides: Record<string, string>;
}

/** Shared by every service. */
function common({ environment, names, queues, overrides }: FarmSettings): Record<string, string> {
  return {
    REELYARD_ENV: environment.name,
    ...environmentVariables(environment),
    LEDGER_TABLE: names.table,
    QUEUE_EXPRESS_URL: queues.lanes.express,
    QUEUE_STANDARD_URL: queues.lanes.standard,
    QUEUE_BULK_URL: queues.lanes.bulk,
    QUEUE_EVENTS_URL: queues.events,
    QUEUE_LIFECYCLE_URL: queues.lifecycle,
    ARTIFACT_BUCKET: names.artifactBucket,
    ENGINE_BUCKET: names.engineBucket,
    ...overrides,
  };
}

/** What the ECS task definition would set, with the loopback's endpoint and credentials. */
export function jobServerEnvironment(settings: FarmSettings): Record<string, string> {
  return {
    PORT: '0',
    SCALE_FUNCTION: settings.names.scaleFunction,
    ENGINE_MANIFESTS: JSON.stringify([settings.engine]),
    ...serverData(settings.environment),
    ...common(settings),
    ...loopbackAws(settings, 'job-server'),
  };
}

export function scalerEnvironment(settings: FarmSettings): Record<string, string> {
  const { names, environment } = settings;
  return {
    ...scaleVariables(environment, names.poolGroup),
    BOOTSTRAP_DOCUMENT: names.bootstrapDocument,
    PROBE_DOCUMENT: names.probeDocument,
    AGENT_PARAMETER: names.agentParameter,
    ENGINE_PARAMETER: names.engineParameter,
    ...common(settings),
  };
}

/** @param url of the job server */
export function canaryEnvironment(settings: FarmSettings, url: string, job?: unknown): Record<string, string> {
  const { environment, names, overrides } = settings;
  return {
    REELYARD_ENV: environment.name,
    LEDGER_TABLE: names.table,
    CANARY_POOLS: names.pools.join(','),
    CANARY_KEY_PARAMETER: names.canaryKeyParameter,
    API_URL: url,
    ...(job === undefined ? {} : { CANARY_JOB: JSON.stringify(job) }),
    ...overrides,
  };
}

/** Region, endpoint and credentials come to an agent from its instance, pool and folders from its bootstrap. */
export function agentEnvironment(settings: FarmSettings): Record<string, string> {
  return common(settings);
}

/** A process on this machine: endpoint, region, dummy credentials, and the PATH that finds its tools. */
export function loopbackAws(
  settings: Pick<FarmSettings, 'endpoint' | 'region'>,
  principal: string,
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    AWS_ENDPOINT_URL: settings.endpoint,
    AWS_REGION: settings.region,
    AWS_ACCESS_KEY_ID: principal,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
