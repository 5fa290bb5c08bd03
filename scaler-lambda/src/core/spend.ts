/**
 * Dollars of the day as the ticks count them: what is billed now, for as long as the last tick is ago. A long gap is counted at the present rate,
 * up to an hour: money that was spent unseen shall rather bind too early than too late. Disks and traffic are not in it.
 */
import { type ScalePolicy } from './policy.ts';
import { type Sight, type Spent } from './snapshot.ts';
import { isBilled } from './standing.ts';

const HOUR_MS = 3_600_000;

export function observeSpend(sight: Sight, policy: ScalePolicy, now: number): Spent {
  const { spent } = sight.memory;
  const day = dayOf(now);
  const since = Math.max(spent?.at ?? now, now - HOUR_MS, Date.parse(day));
  const before = spent?.day === day ? spent.dollars : 0;
  return { day, at: now, dollars: before + (hourlyDollars(sight, policy) * Math.max(0, now - since)) / HOUR_MS };
}

/** What runs costs this much an hour. */
export function hourlyDollars({ groups }: Sight, { pools }: ScalePolicy): number {
  return groups.reduce((sum, { pool: name, members }) => {
    const cost = pools.find((pool) => pool.name === name)?.hourlyCost ?? 0;
    return sum + cost * members.filter(isBilled).length;
  }, 0);
}

/** Of the day that `now` is in. */
export function dollarsToday(spent: Spent | undefined, now: number): number {
  return spent?.day === dayOf(now) ? spent.dollars : 0;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
