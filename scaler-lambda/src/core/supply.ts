/**
 * Supply, counted once: each instance of a group is exactly one of pending, ready, busy, parked, draining.
 * One that is late or silent keeps its state, carries a flaw, and counts as no capacity.
 */
import { type AgentReport, type Instance } from '@reelyard/contracts';
import { bootSecondsOf } from './boot-time.ts';
import { Outlooks } from './estimates.ts';
import { type PoolCount } from './decision.ts';
import { type PoolPolicy, type ScalePolicy, STUCK_BOOTS, STUCK_FLOOR_SECONDS } from './policy.ts';
import { heardAt } from './signs-of-life.ts';
import { type GroupView, type MemberView, type ProbeMemory, type Sight } from './snapshot.ts';

export type UnitState = 'pending' | 'ready' | 'busy' | 'parked' | 'draining';
export type Flaw = 'failed' | 'stuck' | 'silent' | 'unacknowledged' | 'quarantined' | 'interrupted';

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

/** What the units of one pool have in common. */
interface Yard {
  pool: PoolPolicy;
  boots: BootSeconds;
  policy: ScalePolicy;
  outlooks: Outlooks;
  probes: Readonly<Record<string, ProbeMemory>>;
  now: number;
}

interface BootSeconds {
  cold: number;
  warm: number;
}

export function countSupply(sight: Sight, policy: ScalePolicy, now: number): Unit[] {
  const rows = new Map(sight.instances.map((row) => [row.id, row]));
  const outlooks = new Outlooks(sight.memory.estimates, policy);
  const { probes } = sight.memory;
  return policy.pools.flatMap((pool) => {
    const group = sight.groups.find((candidate) => candidate.pool === pool.name);
    if (!group) return [];
    const boots = {
      cold: bootSecondsOf(pool, sight.instances, 'cold'),
      warm: bootSecondsOf(pool, sight.instances, 'warm'),
    };
    return countGroup({ pool, boots, policy, outlooks, probes, now }, group, rows);
  });
}

/** Asked for and not there yet: the group takes them out of its warm pool first. */
export function countAsked({ desired, members }: GroupView): number {
  const standing = members.filter((member) => !isWarm(member) && !isLeaving(member)).length;
  return Math.max(0, desired - standing);
}

/** Machines of the warm pool that can be had at once. */
export function countWarm(group: GroupView): number {
  return group.members.filter(({ lifecycle }) => /^Warmed:(Stopped|Hibernated|Running)$/.test(lifecycle)).length;
}

function countGroup(yard: Yard, group: GroupView, rows: ReadonlyMap<string, Instance>): Unit[] {
  const { pool, boots, now } = yard;
  const members = group.members.filter((member) => !isWarm(member));
  const units = members.map((member) => toUnit(yard, member, rows.get(member.id)));
  const missing = countAsked(group);
  const warm = countWarm(group);
  const asked = Array.from({ length: missing }, (_, n): Unit => {
    const seconds = n < warm ? boots.warm : boots.cold;
    return { pool, state: 'pending', freeAt: now + seconds * 1_000 };
  });
  return [...units, ...asked];
}

function toUnit(yard: Yard, member: MemberView, row: Instance | undefined): Unit {
  const base = { pool: yard.pool, id: member.id, ...(row ? { instance: row } : {}) };
  if (isLeaving(member) || (row && isEnding(row))) return { ...base, state: 'draining', freeAt: Infinity };
  if (row && hasFailedBoot(row)) return { ...base, state: 'pending', flaw: 'failed', freeAt: Infinity };
  if (row?.agent) return { ...base, ...judgeAgent({ ...row, agent: row.agent }, yard) };
  return { ...base, ...judgeBoot(row?.boot, yard) };
}

function isEnding({ directive, state }: Instance): boolean {
  return directive.kind === 'drain' || state === 'terminating';
}

/** Without a row it was launched a moment ago. */
function judgeBoot(boot: Instance['boot'] | undefined, { boots, now }: Yard): Pick<Unit, 'state' | 'freeAt' | 'flaw'> {
  const bootSeconds = boot?.origin === 'WarmPool' ? boots.warm : boots.cold;
  const launchedAt = boot?.launchedAt ?? now;
  const freeAt = Math.max(now, launchedAt + bootSeconds * 1_000);
  const isStuck = now - launchedAt > stuckMs(bootSeconds);
  return { state: 'pending', freeAt, ...(isStuck ? { flaw: 'stuck' as const } : {}) };
}

/** Its bootstrap ended badly for good and its hook is still held. */
export function hasFailedBoot({ boot }: Instance): boolean {
  return boot.phase === 'command-done' && boot.result !== undefined && !boot.result.ok;
}

function stuckMs(bootSeconds: number): number {
  return Math.max(STUCK_FLOOR_SECONDS, STUCK_BOOTS * bootSeconds) * 1_000;
}

type Reporting = Instance & { agent: NonNullable<Instance['agent']> };

function judgeAgent(row: Reporting, { policy, outlooks, probes, now }: Yard): Pick<Unit, 'state' | 'freeAt' | 'flaw'> {
  const { agent, directive } = row;
  const silentMs = now - heardAt(agent, probes[row.id], now);
  const isBusy = agent.tasks.length > 0 || agent.state === 'busy';
  const isAcknowledged = agent.acknowledgedEpoch >= directive.epoch;
  const state = isBusy ? 'busy' : directive.kind === 'park' ? 'parked' : 'ready';
  const freeAt = isBusy ? now + restSeconds(agent, outlooks, policy, silentMs) * 1_000 : now;
  if (silentMs > policy.silentMs) return { state, freeAt, flaw: 'silent' };
  if (agent.state === 'quarantined') return { state, freeAt, flaw: 'quarantined' };
  if (agent.isInterrupted) return { state, freeAt, flaw: 'interrupted' };
  if (directive.kind !== 'work' && !isAcknowledged && now - directive.at > policy.acknowledgeMs && !isBusy)
    return { state, freeAt, flaw: 'unacknowledged' };
  return { state, freeAt };
}

/** For an agent that does not say what it runs. */
const TYPICAL = { engine: '', frames: 300, pixels: 1_920 * 1_080 };

/** r̂: what is left of the task under way. How long it ran is told by the agent's clock alone, how long ago that was by ours. */
function restSeconds(agent: AgentReport, outlooks: Outlooks, { dials }: ScalePolicy, silentMs: number): number {
  const running = agent.running ?? { ...TYPICAL, startedAt: agent.at, progress: agent.progress };
  const ranSeconds = Math.max(0, agent.at - running.startedAt) / 1_000;
  const rest = outlooks.of(running).restOf(ranSeconds, running.progress, dials.restQuantile);
  return Math.max(0, rest - Math.max(0, silentMs) / 1_000);
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
