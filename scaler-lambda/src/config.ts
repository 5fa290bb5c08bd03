/** The environment of both functions, parsed once. */
import { flag, integer, oneOf, optionalText, parseConfig, json, text, type Environment } from '@reelyard/runtime';
import { dialsLike, dialsSchema } from './dials.ts';
import { seatsLike, seatsSchema, spendLike, spendSchema, withDefault } from './limits.ts';
import { poolsLike, poolsSchema } from './pools.ts';

const shape = {
  env: text('REELYARD_ENV', { default: 'dev' }),
  table: text('LEDGER_TABLE'),
  pools: json('POOLS', poolsSchema, poolsLike),
  maxInstances: integer('MAX_INSTANCES', { default: 100, min: 1 }),
  /** Start-within objective by lane, 95 %. */
  expressMs: integer('START_WITHIN_EXPRESS_MS', { default: 30_000, min: 1 }),
  standardMs: integer('START_WITHIN_STANDARD_MS', { default: 300_000, min: 1 }),
  bulkMs: integer('START_WITHIN_BULK_MS', { default: 3_600_000, min: 1 }),
  /** Prior of the service time: what claim, staging and publishing take, and the render itself. */
  taskOverheadMs: integer('TASK_OVERHEAD_MS', { default: 3_000 }),
  megapixelFrameMs: integer('MEGAPIXEL_FRAME_MS', { default: 15 }),
  /** A folder for this process's history (docs/reference/history.md). Absent: nothing is recorded. */
  historyDir: optionalText('HISTORY_DIR'),
  tickMs: integer('TICK_MS', { default: 10_000, min: 50 }),
  quickTickMs: integer('QUICK_TICK_MS', { default: 2_000, min: 50 }),
  scaleWindowMs: integer('SCALE_WINDOW_MS', { default: 50_000 }),
  /** A tick begins its calls only with five seconds left (term.ts): with less than this it never would. */
  scalerLeaseMs: integer('SCALER_LEASE_MS', { default: 30_000, min: 6_000 }),
  lifecycleWindowMs: integer('LIFECYCLE_WINDOW_MS', { default: 50_000 }),
  bootPollMs: integer('BOOT_POLL_MS', { default: 5_000, min: 50 }),
  silentMs: integer('AGENT_SILENT_MS', { default: 45_000 }),
  unhealthyMs: integer('AGENT_UNHEALTHY_MS', { default: 180_000 }),
  acknowledgeMs: integer('DIRECTIVE_ACK_MS', { default: 60_000 }),
  bootstrapDocument: text('BOOTSTRAP_DOCUMENT'),
  bootstrapVersion: optionalText('BOOTSTRAP_DOCUMENT_VERSION'),
  bootstrapHash: optionalText('BOOTSTRAP_DOCUMENT_HASH'),
  probeDocument: text('PROBE_DOCUMENT'),
  agentParameter: text('AGENT_PARAMETER'),
  engineParameter: text('ENGINE_PARAMETER'),
  engineBucket: text('ENGINE_BUCKET'),
  /** Proprietary engines: how many may run at once. */
  seats: withDefault(json('SEATS', seatsSchema, seatsLike), []),
  spend: withDefault(json('SPEND', spendSchema, spendLike), {}),
  dials: withDefault(json('DIALS', dialsSchema, dialsLike), {}),
  /** Decide and report, apply nothing. */
  dryRun: flag('SCALER_DRY_RUN', false),
  /** Every tick's snapshot in the log, for `reelyard simulate --replay`; else only at debug. */
  logSnapshots: flag('LOG_SNAPSHOTS', false),
  logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
};

export type ScalerConfig = ReturnType<typeof readConfig>;

/** @throws FarmError `config-invalid` that lists every bad variable. */
export function readConfig(env: Environment) {
  return parseConfig(env, shape);
}
