/**
 * Desired capacity that somebody else wrote. Raised, it is supply like any other, and the law lets go of what nothing needs. Lowered below what
 * stands it would take machines as soon as their protection ends, and would let others die unreplaced: it is set back to what stands.
 */
import { type Decision } from './decision.ts';
import { type ScalePolicy } from './policy.ts';
import { type GroupView, type Sight } from './snapshot.ts';
import { countKept } from './standing.ts';

export interface ForeignChange {
  pool: string;
  /** As we wrote it. */
  from: number;
  to: number;
}

export type Restore = Extract<Decision, { kind: 'restore' }>;

export function findForeign({ groups, memory }: Sight): ForeignChange[] {
  return groups.flatMap(({ pool, desired }) => {
    const from = memory.wrote[pool];
    return from === undefined || from === desired ? [] : [{ pool, from, to: desired }];
  });
}

export function decideRestores(sight: Sight, policy: ScalePolicy): Restore[] {
  return sight.groups.flatMap((group) => decideRestore(group, sight, policy) ?? []);
}

function decideRestore(group: GroupView, sight: Sight, policy: ScalePolicy): Restore | undefined {
  const max = policy.pools.find(({ name }) => name === group.pool)?.max ?? 0;
  const kept = Math.min(max, countKept(group, sight));
  if (group.desired >= kept) return undefined;
  const because = `desired capacity ${group.desired} is below the ${kept} machines that stand`;
  return { kind: 'restore', pool: group.pool, from: group.desired, to: kept, because };
}
