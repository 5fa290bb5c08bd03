/** The environment of the render agent, read once. */
import { type ConfigOf, type Environment, integer, list, optionalText, parseConfig, text } from '@reelyard/runtime';

const second = 1_000;
const queue = { pattern: /^https?:\/\/\S+$/, like: 'the URL of a queue' };

const shape = {
  env: text('REELYARD_ENV', { default: 'dev', pattern: /^[a-z][a-z0-9-]{0,15}$/ }),
  logLevel: text('LOG_LEVEL', { default: 'info', pattern: /^(trace|debug|info|warn|error|fatal|silent)$/ }),
  pool: text('POOL', { like: 'the name of the pool' }),
  /** Told by the metadata service where it is not set. */
  instanceId: optionalText('INSTANCE_ID'),
  metadataEndpoint: text('AWS_EC2_METADATA_SERVICE_ENDPOINT', {
    default: 'http://169.254.169.254',
    pattern: /^https?:\/\/\S+$/,
  }),
  ledgerTable: text('LEDGER_TABLE', { like: 'the name of the DynamoDB table' }),
  expressUrl: text('QUEUE_EXPRESS_URL', queue),
  standardUrl: text('QUEUE_STANDARD_URL', queue),
  bulkUrl: text('QUEUE_BULK_URL', queue),
  eventsUrl: text('QUEUE_EVENTS_URL', queue),
  artifactBucket: text('ARTIFACT_BUCKET', { like: 'the name of the S3 bucket' }),
  engineDir: text('ENGINE_DIR', { like: 'the folder of the engine folders' }),
  scratchDir: text('SCRATCH_DIR', { like: 'a folder that can be written' }),
  /** Raised when the agent's part of the protocol changes; see `minAgentVersion` of a task. */
  agentVersion: integer('AGENT_VERSION', { default: 1, min: 1 }),
  /** A folder for this process's history (docs/reference/history.md). Absent: nothing is recorded. */
  historyDir: optionalText('HISTORY_DIR'),
  fetchAllow: list('FETCH_ALLOW'),
  fetchMaxMiB: integer('FETCH_MAX_MIB', { default: 4_096, min: 1 }),
  fetchTimeoutMs: integer('FETCH_TIMEOUT_MS', { default: 600 * second, min: 100 }),
  fetchHeadMs: integer('FETCH_HEAD_MS', { default: 30 * second, min: 100 }),
  /** Slower origins hold an instance for longer than its render. */
  fetchMinBytesPerSecond: integer('FETCH_MIN_BYTES_PER_SECOND', { default: 10_000 }),
  heartbeatMs: integer('HEARTBEAT_MS', { default: 10 * second, min: 10 }),
  /** An idle agent hears of a park within this; never slower than the heartbeat. */
  idleBeatMs: integer('IDLE_BEAT_MS', { default: 5 * second, min: 10 }),
  /** The first wait after a failed engine run or a missing asset, doubled by each further one. */
  retryBackoffMs: integer('RETRY_BACKOFF_MS', { default: 10 * second }),
  leaseMs: integer('LEASE_MS', { default: 60 * second, min: 100 }),
  noticeMs: integer('NOTICE_MS', { default: 5 * second, min: 10 }),
  indexMs: integer('INDEX_MS', { default: 15 * second, min: 10 }),
  /** A busy agent still bounces doorbells for the rest of its polls, so they are shorter than the 20 s that SQS allows. */
  pollSeconds: integer('QUEUE_WAIT_SECONDS', { default: 10, min: 1, max: 20 }),
  visibilitySeconds: integer('QUEUE_VISIBILITY_SECONDS', { default: 60, min: 1, max: 43_200 }),
  killGraceMs: integer('KILL_GRACE_MS', { default: 10 * second, min: 10 }),
  watchMs: integer('WATCH_MS', { default: second, min: 10 }),
  /** With the kill grace it stays below the 30 s of the systemd unit. */
  stopMs: integer('STOP_MS', { default: 15 * second, min: 10 }),
  /** The engine's own user and group, where the platform has one. */
  engineUid: integer('ENGINE_UID', { default: -1, min: -1 }),
  engineGid: integer('ENGINE_GID', { default: -1, min: -1 }),
};

export type Config = ConfigOf<typeof shape>;

/** @throws FarmError `config-invalid` that names every bad variable */
export function readConfig(env: Environment): Config {
  return parseConfig(env, shape);
}
