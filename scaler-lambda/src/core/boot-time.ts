/** Boot seconds B of a pool: the 0.8 quantile of its last 50 measured boots, the policy's prior below five. */
import { type Instance } from '@reelyard/contracts';
import { type PoolPolicy } from './policy.ts';

const WINDOW = 50;
const ENOUGH = 5;

export function bootSecondsOf(pool: PoolPolicy, instances: readonly Instance[], quantile = 0.8): number {
  const measured = instances
    .filter(({ pool: name, boot }) => name === pool.name && boot.readyAt !== undefined)
    .sort((a, b) => (b.boot.readyAt ?? 0) - (a.boot.readyAt ?? 0))
    .slice(0, WINDOW)
    .map(({ boot }) => ((boot.readyAt ?? 0) - boot.launchedAt) / 1_000)
    .sort((a, b) => a - b);
  if (measured.length < ENOUGH) return pool.bootSeconds;
  return measured[Math.min(measured.length - 1, Math.floor(quantile * measured.length))] ?? pool.bootSeconds;
}
