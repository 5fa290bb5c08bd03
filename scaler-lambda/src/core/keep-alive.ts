/**
 * Which idle machines stay. An idle machine is the next level above what is in use; its level stays on through gaps up to τ (ski rental with
 * prediction: Purohit, Svitkina, Kumar, NeurIPS 2018), learned from the level's own gaps and held within [C·low, C·high].
 */
import { bootSecondsOf } from './boot-time.ts';
import { type Gaps, keepSeconds, unusedSeconds } from './gaps.ts';
import { type ScalePolicy } from './policy.ts';
import { type Sight } from './snapshot.ts';
import { type Unit } from './supply.ts';

export interface Spare {
  unit: Unit;
  /** Seconds that its level has been unused. */
  unused: number;
  /** τ. */
  keep: number;
}

/** Idle units in the order in which they are kept: cheap pools first, so that the dearest goes first. */
export function rankSpares(
  sight: Sight,
  idle: readonly Unit[],
  inUse: number,
  gaps: Gaps,
  policy: ScalePolicy,
  now: number,
): Spare[] {
  const replace = replacementSeconds(sight, policy);
  return [...idle].sort(byKeeping).map((unit, n) => {
    const level = inUse + n + 1;
    const boot = replace.get(unit.pool.name) ?? unit.pool.bootSeconds;
    // A start that waits for company is shared by it.
    const cost = (boot + policy.dials.switchSeconds) * (1 - policy.dials.gather);
    const bounds = { low: cost * policy.dials.keepLow, high: cost * policy.dials.keepHigh };
    const keep = keepSeconds(gaps, level, cost, bounds) ?? unit.pool.idleSeconds;
    return { unit, unused: unusedSeconds(gaps, level, now), keep };
  });
}

/** C without the switch: a pool that keeps warm machines gets this one back warm. */
function replacementSeconds(sight: Sight, { pools }: ScalePolicy): Map<string, number> {
  return new Map(
    pools.map((pool) => [pool.name, bootSecondsOf(pool, sight.instances, pool.warm ? 'warm' : 'cold')] as const),
  );
}

function byKeeping(a: Unit, b: Unit): number {
  return a.pool.hourlyCost - b.pool.hourlyCost || ((a.id ?? '') < (b.id ?? '') ? -1 : 1);
}
