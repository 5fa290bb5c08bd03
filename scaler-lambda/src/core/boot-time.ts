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
  const measured = bootsOf(instances).get(`${pool.name} ${origin}`) ?? [];
  if (measured.length < ENOUGH) return prior;
  return measured[Math.min(measured.length - 1, Math.floor(quantile * measured.length))] ?? prior;
}

type Boots = ReadonlyMap<string, readonly number[]>;

/** A tick asks for each pool several times. */
const sorted = new WeakMap<readonly Instance[], Boots>();

/** Pool and origin → the seconds of its last boots, the shortest first. */
function bootsOf(instances: readonly Instance[]): Boots {
  const known = sorted.get(instances);
  if (known) return known;
  const byOrigin = new Map<string, Instance[]>();
  for (const row of instances) {
    if (row.boot.readyAt === undefined) continue;
    const key = `${row.pool} ${originOf(row)}`;
    const rows = byOrigin.get(key);
    if (rows) rows.push(row);
    else byOrigin.set(key, [row]);
  }
  const made = new Map([...byOrigin].map(([key, rows]) => [key, lastSeconds(rows)] as const));
  sorted.set(instances, made);
  return made;
}

function lastSeconds(rows: Instance[]): number[] {
  return rows
    .sort((a, b) => (b.boot.readyAt ?? 0) - (a.boot.readyAt ?? 0))
    .slice(0, WINDOW)
    .map(({ boot }) => ((boot.readyAt ?? 0) - boot.launchedAt) / 1_000)
    .sort((a, b) => a - b);
}
