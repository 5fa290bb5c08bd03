/**
 * What a tick clears up before the law looks: money spent, places without capacity, desired capacity that is not ours or cannot be met. The law then
 * sees the farm as it will be. Pure; the same sight settled twice changes nothing more than once.
 */
import { cool, isCooled, type Success } from './cooling.ts';
import { decideRestores, findForeign, type ForeignChange, type Restore } from './foreign.ts';
import { type PoolPolicy, type ScalePolicy } from './policy.ts';
import { type GroupView, type LaunchFailure, type Memory, type Sight } from './snapshot.ts';
import { observeSpend } from './spend.ts';
import { countStanding } from './standing.ts';

export interface Settled {
  sight: Sight;
  restores: readonly Restore[];
  foreign: readonly ForeignChange[];
}

export function settle(seen: Sight, policy: ScalePolicy, now: number): Settled {
  const cooling = cool(seen.memory.cooling, seen.launchFailures, now, successesOf(seen));
  const memory: Memory = {
    ...seen.memory,
    cooling,
    spent: observeSpend(seen, policy, now),
    heard: hear(seen.memory.heard ?? {}, seen.launchFailures),
  };
  const foreign = findForeign(seen);
  const restores = [...decideRestores(seen, policy), ...giveUpAsked({ ...seen, memory }, policy, now)];
  const desired = new Map(restores.map(({ pool, to }) => [pool, to]));
  const groups = seen.groups.map((group) => ({ ...group, desired: desired.get(group.pool) ?? group.desired }));
  return { sight: { ...seen, groups, memory }, restores, foreign };
}

/** A group keeps asking where it cannot be served; when it gets its machines later, the other pool's are there already. */
function giveUpAsked({ groups, memory }: Sight, { pools }: ScalePolicy, now: number): Restore[] {
  return pools.flatMap((pool) => {
    const reason = isCooled(pool, memory.cooling, now);
    const group = groups.find((each) => each.pool === pool.name);
    return reason && group ? (toStanding(pool, group, reason) ?? []) : [];
  });
}

function toStanding(pool: PoolPolicy, group: GroupView, reason: string): Restore | undefined {
  const to = Math.max(pool.min, countStanding(group));
  if (group.desired <= to) return undefined;
  const because = `${reason}: ${group.desired - to} more were asked for`;
  return { kind: 'restore', pool: pool.name, from: group.desired, to, because };
}

function successesOf({ instances }: Sight): Success[] {
  // A start out of the warm pool says nothing of what EC2 has left.
  const launched = instances.filter(({ boot }) => boot.origin !== 'WarmPool');
  return launched.map(({ pool, type, zone, boot }) => ({
    pool,
    ...(type === undefined ? {} : { type }),
    ...(zone === undefined ? {} : { zone }),
    at: boot.launchedAt,
  }));
}

function hear(before: Readonly<Record<string, number>>, failures: readonly LaunchFailure[]): Record<string, number> {
  const heard = { ...before };
  for (const { pool, at } of failures) heard[pool] = Math.max(heard[pool] ?? 0, at);
  return heard;
}
