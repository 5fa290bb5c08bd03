/** The environment of the job server, read once. */
import {
  type ConfigOf,
  type Environment,
  integer,
  list,
  optionalText,
  parseConfig,
  Secret,
  text,
  type Variable,
} from '@reelyard/runtime';
import { type DeliverySettings, findDelivery } from './delivery-settings.ts';
import { limits, prices } from './quota-settings.ts';

const second = 1_000;

const deliveryPrivateKey: Variable<Secret | undefined> = {
  name: 'DELIVERY_PRIVATE_KEY',
  secret: true,
  parse: (raw) => ({ ok: true, value: raw === undefined ? undefined : new Secret(raw) }),
};

const shape = {
  env: text('REELYARD_ENV', { default: 'dev', pattern: /^[a-z][a-z0-9-]{0,15}$/ }),
  /** Loopback unless told: a container sets 0.0.0.0. */
  host: text('HOST', { default: '127.0.0.1' }),
  port: integer('PORT', { default: 8_080, max: 65_535 }),
  logLevel: text('LOG_LEVEL', { default: 'info', pattern: /^(trace|debug|info|warn|error|fatal|silent)$/ }),
  ledgerTable: text('LEDGER_TABLE', { like: 'the name of the DynamoDB table' }),
  expressUrl: text('QUEUE_EXPRESS_URL', { pattern: /^https?:\/\/\S+$/ }),
  standardUrl: text('QUEUE_STANDARD_URL', { pattern: /^https?:\/\/\S+$/ }),
  bulkUrl: text('QUEUE_BULK_URL', { pattern: /^https?:\/\/\S+$/ }),
  /** Rung by agents when a job has ended. Absent: webhooks leave when the dispatcher looks next. */
  eventsUrl: optionalText('QUEUE_EVENTS_URL'),
  artifactBucket: text('ARTIFACT_BUCKET', { like: 'the name of the S3 bucket' }),
  /** All three of the CDN, or none: then results are at URLs of S3. */
  deliveryDomain: optionalText('DELIVERY_DOMAIN'),
  deliveryKeyPairId: optionalText('DELIVERY_KEY_PAIR_ID'),
  deliveryPrivateKey,
  /** Without it nobody is kicked; the schedule of the scaler ticks by itself. */
  scaleFunction: optionalText('SCALE_FUNCTION'),
  engineManifests: optionalText('ENGINE_MANIFESTS'),
  fetchAllow: list('FETCH_ALLOW'),
  /** The load balancer in front of the server. */
  trustedProxies: integer('TRUSTED_PROXIES', { default: 1, max: 8 }),
  /** Of keys that have no limits of their own; absent: none. */
  limits: limits('LIMITS'),
  /** USD an hour by pool; without them every job costs nothing. */
  prices: prices('POOL_PRICES'),
  /** Longest that results are kept; the bucket deletes them after as many days. */
  retentionDays: integer('RETENTION_DAYS', { default: 30, min: 1, max: 3_650 }),
  /** What the scaler takes a task for until it has learned; for estimates. */
  taskOverheadMs: integer('TASK_OVERHEAD_MS', { default: 3_000 }),
  megapixelFrameMs: integer('MEGAPIXEL_FRAME_MS', { default: 15 }),
  minAgentVersion: integer('MIN_AGENT_VERSION', { default: 1 }),
  /** A folder for this process's history of ledger operations (docs/reference/history.md). Absent: nothing is recorded. */
  historyDir: optionalText('HISTORY_DIR'),
  leaseMs: integer('LEASE_MS', { default: 60 * second, min: 100 }),
  reaperMs: integer('REAPER_MS', { default: 10 * second, min: 10 }),
  sweeperMs: integer('SWEEPER_MS', { default: 15 * second, min: 10 }),
  relayMs: integer('RELAY_MS', { default: second, min: 10 }),
  reemitMs: integer('REEMIT_MS', { default: 45 * second, min: 100 }),
  reemitMaxMs: integer('REEMIT_MAX_MS', { default: 600 * second, min: 100 }),
  dispatchMs: integer('DISPATCH_MS', { default: 5 * second, min: 10 }),
  ingestMs: integer('INGEST_MS', { default: 5 * second, min: 10 }),
  metricsMs: integer('METRICS_MS', { default: 60 * second, min: 100 }),
  /** Not ready, yet still accepting: as long as the load balancer takes to stop sending. */
  drainMs: integer('DRAIN_MS', { default: 0, max: 20 * second }),
  /** ECS kills after 30 s. */
  stopMs: integer('STOP_MS', { default: 25 * second, min: 100 }),
};

export type Config = ConfigOf<typeof shape> & { delivery?: DeliverySettings };

/** @throws FarmError `config-invalid` that names every bad variable */
export function readConfig(env: Environment): Config {
  const config = parseConfig(env, shape);
  const delivery = findDelivery(config);
  return delivery === undefined ? config : { ...config, delivery };
}
