/**
 * Boot seconds B of a pool: the 0.8 quantile of its last 50 measured boots of the same origin, the policy's prior below five. A start
 * out of the warm pool and a cold boot are two different things and never share an estimate.
 */
import { type Instance } from '@reelyard/contracts';
import { type PoolPolicy } from './policy.ts';

const WINDOW = 50;
const ENOUGH = 5;

export type BootOrigin = 'warm' | 'cold';

export function originOf({ boot }: Instance): BootOrigin {
  return boot.origin === 'WarmPool' ? 'warm' : 'cold';
}

export function bootSecondsOf(
  pool: PoolPolicy,
  instances: readonly Instance[],
  origin: BootOrigin,
  quantile = 0.8,
): number {
  const prior = origin === 'warm' ? (pool.warm?.bootSeconds ?? pool.bootSeconds) : pool.bootSeconds;
  const measured = instances
    .filter((row) => row.pool === pool.name && row.boot.readyAt !== undefined && originOf(row) === origin)
    .sort((a, b) => (b.boot.readyAt ?? 0) - (a.boot.readyAt ?? 0))
    .slice(0, WINDOW)
    .map(({ boot }) => ((boot.readyAt ?? 0) - boot.launchedAt) / 1_000)
    .sort((a, b) => a - b);
  if (measured.length < ENOUGH) return prior;
  return measured[Math.min(measured.length - 1, Math.floor(quantile * measured.length))] ?? prior;
}
