/** Environment variables of the deployed services: the names are those that each service's `config.ts` reads. */
import {
  type Canary,
  type Environment,
  environmentVariables,
  scaleVariables,
  serverData,
} from '@reelyard/environments';
import { listBuiltInEngines } from '@reelyard/engines';
import { type Lane } from '@reelyard/contracts';
import { type Names } from './names.ts';

export interface QueueUrls {
  lanes: Readonly<Record<Lane, string>>;
  events: string;
}

type Variables = Record<string, string>;

/** The port that the server listens on inside its container. */
export const serverPort = 8_080;

/** The load balancer takes two failed checks to notice; new requests come until then. */
const drainMs = 15_000;

function common(environment: Environment, names: Names): Variables {
  return {
    REELYARD_ENV: environment.name,
    LOG_LEVEL: environment.server.logLevel,
    ...environmentVariables(environment),
    LEDGER_TABLE: names.table,
  };
}

function queues({ lanes, events }: QueueUrls): Variables {
  return {
    QUEUE_EXPRESS_URL: lanes.express,
    QUEUE_STANDARD_URL: lanes.standard,
    QUEUE_BULK_URL: lanes.bulk,
    QUEUE_EVENTS_URL: events,
  };
}

export function serverVariables(environment: Environment, names: Names, urls: QueueUrls): Variables {
  return {
    ...common(environment, names),
    ...queues(urls),
    ...serverData(environment),
    AWS_REGION: environment.region,
    ARTIFACT_BUCKET: names.artifactBucket,
    SCALE_FUNCTION: names.scaleFunction,
    ENGINE_MANIFESTS: JSON.stringify(listBuiltInEngines().map(({ manifest }) => manifest)),
    HOST: '0.0.0.0',
    PORT: String(serverPort),
    /** The load balancer is the only one. */
    TRUSTED_PROXIES: '1',
    DRAIN_MS: String(drainMs),
  };
}

/** Variables that ECS reads from parameters when it starts a task: name of the variable → ARN of the parameter. */
export function serverSecrets({ arns, deliveryParameters }: Names): Variables {
  return {
    DELIVERY_DOMAIN: arns.parameter(deliveryParameters.domain),
    DELIVERY_KEY_PAIR_ID: arns.parameter(deliveryParameters.keyPairId),
    DELIVERY_PRIVATE_KEY: arns.parameter(deliveryParameters.privateKey),
  };
}

export interface PinnedDocument {
  name: string;
  version: string;
  hash: string;
}

/** The same for both functions of the bundle. Lambda sets the region itself. */
export function scalerVariables(environment: Environment, names: Names, bootstrap: PinnedDocument): Variables {
  return {
    ...common(environment, names),
    ...scaleVariables(environment, names.poolGroup),
    BOOTSTRAP_DOCUMENT: bootstrap.name,
    BOOTSTRAP_DOCUMENT_VERSION: bootstrap.version,
    BOOTSTRAP_DOCUMENT_HASH: bootstrap.hash,
    PROBE_DOCUMENT: names.probeDocument,
    AGENT_PARAMETER: names.agentParameter,
    ENGINE_PARAMETER: names.engineParameter,
    ENGINE_BUCKET: names.engineBucket,
  };
}

/** What the canary has that no other service has; `job` absent: the one of the bundle. */
export function canaryVariables(environment: Environment, names: Names, { url, job }: Canary): Variables {
  return {
    REELYARD_ENV: environment.name,
    LOG_LEVEL: environment.server.logLevel,
    LEDGER_TABLE: names.table,
    CANARY_POOLS: names.pools.join(','),
    API_URL: url,
    CANARY_KEY_PARAMETER: names.canaryKeyParameter,
    ...(job === undefined ? {} : { CANARY_JOB: JSON.stringify(job) }),
  };
}

/** Pool and folders come to an agent from its bootstrap, instance id and credentials from the metadata service. */
export function agentVariables(environment: Environment, names: Names, urls: QueueUrls, version: number): Variables {
  return {
    ...common(environment, names),
    ...queues(urls),
    AWS_REGION: environment.region,
    ARTIFACT_BUCKET: names.artifactBucket,
    AGENT_VERSION: String(version),
  };
}
