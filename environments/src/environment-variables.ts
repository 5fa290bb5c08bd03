/** The part of an environment that services read from their own environment variables. */
import { type Environment, type Pool, type ScalePool } from './environment.ts';

/** Timers and objectives as `NAME=value`; the same for every service, each reads its own. */
export function environmentVariables({ lanes, maxInstances, taskPrior, timers }: Environment): Record<string, string> {
  return {
    MAX_INSTANCES: String(maxInstances),
    START_WITHIN_EXPRESS_MS: String(lanes.express.startWithinMs),
    START_WITHIN_STANDARD_MS: String(lanes.standard.startWithinMs),
    START_WITHIN_BULK_MS: String(lanes.bulk.startWithinMs),
    TASK_OVERHEAD_MS: String(taskPrior.overheadMs),
    MEGAPIXEL_FRAME_MS: String(taskPrior.megapixelFrameMs),
    TICK_MS: String(timers.tickMs),
    QUICK_TICK_MS: String(timers.quickTickMs),
    SCALE_WINDOW_MS: String(timers.scaleWindowMs),
    BOOT_POLL_MS: String(timers.bootPollMs),
    LIFECYCLE_WINDOW_MS: String(timers.lifecycleWindowMs),
    HEARTBEAT_MS: String(timers.heartbeatMs),
    LEASE_MS: String(timers.leaseMs),
    REAPER_MS: String(timers.reaperMs),
    SWEEPER_MS: String(timers.sweeperMs),
  };
}

/** What only the job server reads: limits of keys, prices of pools, days that results are kept. */
export function serverData({
  limits = {},
  pools,
  retention,
}: Pick<Environment, 'limits' | 'pools' | 'retention'>): Record<'LIMITS' | 'POOL_PRICES' | 'RETENTION_DAYS', string> {
  return {
    LIMITS: JSON.stringify(limits),
    POOL_PRICES: JSON.stringify(Object.fromEntries(pools.map(({ name, hourlyCost }) => [name, hourlyCost]))),
    RETENTION_DAYS: String(retention.artifactDays),
  };
}

/** What only the scaler reads, as JSON. `groupOf` names the Auto Scaling group of a pool. */
export function scaleVariables(
  { pools, network, seats, spend, dials = {} }: Pick<Environment, 'pools' | 'network' | 'seats' | 'spend' | 'dials'>,
  groupOf: (pool: string) => string,
): Record<'POOLS' | 'SEATS' | 'SPEND' | 'DIALS', string> {
  return {
    POOLS: JSON.stringify(pools.map((pool) => toScalePool(pool, groupOf(pool.name), network.zones))),
    SEATS: JSON.stringify(seats),
    SPEND: JSON.stringify(spend),
    DIALS: JSON.stringify(dials),
  };
}

/** @param zones without any, a launch that is refused anywhere is refused everywhere. */
export function toScalePool(pool: Pool, group: string, zones: readonly string[] = []): ScalePool {
  const { instanceType, alternatives = [], warm, ...rest } = pool;
  return {
    ...rest,
    group,
    ...(warm === undefined ? {} : { warm: { size: warm.max, bootSeconds: warm.bootSeconds } }),
    ...(zones.length === 0 ? {} : { places: { types: [instanceType, ...alternatives], zones } }),
  };
}
