/**
 * Supply, counted once: each instance of a group is exactly one of pending, ready, busy, parked, draining.
 * One that is late or silent keeps its state, carries a flaw, and counts as no capacity.
 */
import { type Instance } from '@reelyard/contracts';
import { bootSecondsOf } from './boot-time.ts';
import { type PoolCount } from './decision.ts';
import { type PoolPolicy, type ScalePolicy, STUCK_BOOTS, STUCK_FLOOR_SECONDS } from './policy.ts';
import { type GroupView, type MemberView, type Sight } from './snapshot.ts';

export type UnitState = 'pending' | 'ready' | 'busy' | 'parked' | 'draining';
export type Flaw = 'failed' | 'stuck' | 'silent' | 'unacknowledged' | 'quarantined';

export interface Unit {
  pool: PoolPolicy;
  /** Absent for capacity that was asked for and has no instance yet. */
  id?: string;
  state: UnitState;
  flaw?: Flaw;
  /** When it can take a task; meaningless with a flaw and while draining. */
  freeAt: number;
  instance?: Instance;
}

/** True while a task may be given to it. */
export function isUsable(unit: Unit): boolean {
  return unit.flaw === undefined && unit.state !== 'draining';
}

/** Terminating and detached members are no part of desired capacity any more; warm ones never were. */
export function isLeaving(member: MemberView): boolean {
  return /^(Terminat|Detach)/.test(member.lifecycle);
}

export function isWarm(member: MemberView): boolean {
  return member.lifecycle.startsWith('Warmed');
}

export function countSupply(sight: Sight, policy: ScalePolicy, now: number): Unit[] {
  const rows = new Map(sight.instances.map((row) => [row.id, row]));
  return policy.pools.flatMap((pool) => {
    const group = sight.groups.find((candidate) => candidate.pool === pool.name);
    return group ? countGroup(pool, group, rows, bootSecondsOf(pool, sight.instances), policy, now) : [];
  });
}

function countGroup(
  pool: PoolPolicy,
  group: GroupView,
  rows: ReadonlyMap<string, Instance>,
  bootSeconds: number,
  policy: ScalePolicy,
  now: number,
): Unit[] {
  const members = group.members.filter((member) => !isWarm(member));
  const units = members.map((member) => toUnit(pool, member, rows.get(member.id), bootSeconds, policy, now));
  const standing = members.filter((member) => !isLeaving(member)).length;
  const missing = Math.max(0, group.desired - standing);
  const asked = Array.from({ length: missing }, (): Unit => ({
    pool,
    state: 'pending',
    freeAt: now + bootSeconds * 1_000,
  }));
  return [...units, ...asked];
}

function toUnit(
  pool: PoolPolicy,
  member: MemberView,
  row: Instance | undefined,
  bootSeconds: number,
  policy: ScalePolicy,
  now: number,
): Unit {
  const base = { pool, id: member.id, ...(row ? { instance: row } : {}) };
  if (isLeaving(member) || row?.directive.kind === 'drain' || row?.state === 'terminating')
    return { ...base, state: 'draining', freeAt: Infinity };
  if (row && hasFailedBoot(row)) return { ...base, state: 'pending', flaw: 'failed', freeAt: Infinity };
  const launchedAt = row?.boot.launchedAt ?? now;
  const isStuck = now - launchedAt > stuckMs(bootSeconds);
  const ready = Math.max(now, launchedAt + bootSeconds * 1_000);
  if (!row?.agent) return { ...base, state: 'pending', freeAt: ready, ...(isStuck ? { flaw: 'stuck' as const } : {}) };
  return { ...base, ...judgeAgent({ ...row, agent: row.agent }, policy, now) };
}

/** Its bootstrap ended badly for good and its hook is still held. */
export function hasFailedBoot({ boot }: Instance): boolean {
  return boot.phase === 'command-done' && boot.result !== undefined && !boot.result.ok;
}

function stuckMs(bootSeconds: number): number {
  return Math.max(STUCK_FLOOR_SECONDS, STUCK_BOOTS * bootSeconds) * 1_000;
}

type Reporting = Instance & { agent: NonNullable<Instance['agent']> };

function judgeAgent(row: Reporting, policy: ScalePolicy, now: number): Pick<Unit, 'state' | 'freeAt' | 'flaw'> {
  const { agent, directive } = row;
  const isBusy = agent.tasks.length > 0 || agent.state === 'busy';
  const isAcknowledged = agent.acknowledgedEpoch >= directive.epoch;
  const state = isBusy ? 'busy' : directive.kind === 'park' ? 'parked' : 'ready';
  const freeAt = isBusy ? now + restSeconds(agent.progress, policy) * 1_000 : now;
  if (now - agent.at > policy.silentMs) return { state, freeAt, flaw: 'silent' };
  if (agent.state === 'quarantined') return { state, freeAt, flaw: 'quarantined' };
  if (directive.kind !== 'work' && !isAcknowledged && now - directive.at > policy.acknowledgeMs && !isBusy)
    return { state, freeAt, flaw: 'unacknowledged' };
  return { state, freeAt };
}

/** r̂ until estimates are learned: what is left of a task of 300 full-HD frames. */
function restSeconds(progress: number | undefined, { taskSeconds }: ScalePolicy): number {
  const typical = taskSeconds.overhead + taskSeconds.perMegapixelFrame * 300 * 2.07;
  return (1 - Math.min(1, Math.max(0, progress ?? 0))) * typical;
}

export function tallySupply(units: readonly Unit[], groups: readonly GroupView[]): Record<string, PoolCount> {
  return Object.fromEntries(
    groups.map(({ pool, desired }) => {
      const count: PoolCount = { desired, pending: 0, ready: 0, busy: 0, parked: 0, draining: 0, stuck: 0 };
      for (const unit of units.filter((each) => each.pool.name === pool)) {
        count[unit.state] += 1;
        if (unit.flaw === 'stuck') count.stuck += 1;
      }
      return [pool, count];
    }),
  );
}
