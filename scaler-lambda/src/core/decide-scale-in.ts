/**
 * Scale-in that cannot kill a render: ready → park → acknowledged with zero tasks → drain → acknowledged → terminate.
 * Invariant: `terminate` names only an instance whose agent acknowledged the drain and holds no task, or whose bootstrap failed.
 */
import { type Decision } from './decision.ts';
import { type Sight } from './snapshot.ts';
import { type Unit } from './supply.ts';

export interface ScaleIn {
  decisions: Decision[];
  idleSince: Record<string, number>;
}

export function decideScaleIn(
  sight: Sight,
  units: readonly Unit[],
  kept: { needed: ReadonlySet<string>; unparked: ReadonlySet<string> },
  now: number,
): ScaleIn {
  const idleSince = rememberIdle(units, kept.needed, sight.memory.idleSince, now);
  const room = new Map(sight.groups.map(({ pool, desired }) => [pool, desired]));
  for (const unit of units) if (unit.state === 'draining' && isStanding(unit, sight)) spend(room, unit.pool.name);
  const decisions: Decision[] = [];
  for (const unit of [...units].sort(byIdleTime(idleSince))) {
    const decision = decideOne(unit, kept, idleSince, room, now);
    if (decision) decisions.push(decision);
  }
  return { decisions, idleSince };
}

function decideOne(
  unit: Unit,
  kept: { needed: ReadonlySet<string>; unparked: ReadonlySet<string> },
  idleSince: Readonly<Record<string, number>>,
  room: Map<string, number>,
  now: number,
): Decision | undefined {
  const { id, instance, pool } = unit;
  if (id === undefined) return undefined;
  const on = { pool: pool.name, instance: id };
  if (unit.flaw !== undefined && unit.flaw !== 'quarantined') return decideFlawed(unit, on, room);
  if (!instance?.agent) return undefined;
  if (unit.state === 'draining') return decideDraining(unit, on);
  if (unit.flaw === 'quarantined') return decideQuarantined(unit, on);
  if (kept.unparked.has(id)) return undefined;
  if (instance.directive.kind === 'park') return decideParked(unit, on);
  return kept.needed.has(id) ? undefined : decideIdle(unit, on, idleSince[id], room, now);
}

/** Silent ones are the business of health. A failed boot ends here, so that each new launch is a decision of ours. */
function decideFlawed(
  unit: Unit,
  on: { pool: string; instance: string },
  room: Map<string, number>,
): Decision | undefined {
  if (unit.flaw === 'failed') {
    const holdsTask = (unit.instance?.agent?.tasks.length ?? 0) > 0;
    if (holdsTask || (room.get(on.pool) ?? 0) <= unit.pool.min) return undefined;
    spend(room, on.pool);
    return {
      kind: 'terminate',
      ...on,
      because: `bootstrap failed: ${unit.instance?.boot.result?.message ?? 'no result'}`,
    };
  }
  if (unit.flaw === 'stuck') return { kind: 'suspect', ...on, because: 'boot took longer than expected' };
  if (unit.flaw !== 'unacknowledged') return undefined;
  return { kind: 'suspect', ...on, because: `${unit.instance?.directive.kind ?? 'directive'} not acknowledged` };
}

function decideIdle(
  unit: Unit,
  on: { pool: string; instance: string },
  since: number | undefined,
  room: Map<string, number>,
  now: number,
): Decision | undefined {
  const { pool, state } = unit;
  if (state !== 'ready' || since === undefined) return undefined;
  if (now - since < pool.idleSeconds * 1_000 || (room.get(pool.name) ?? 0) <= pool.min) return undefined;
  spend(room, pool.name);
  return { kind: 'park', ...on, because: `idle ${Math.round((now - since) / 1_000)} s ≥ ${pool.idleSeconds} s` };
}

function decideParked(unit: Unit, on: { pool: string; instance: string }): Decision | undefined {
  if (unit.state === 'busy') return { kind: 'unpark', ...on, because: 'a task was claimed before the park' };
  if (!isAcknowledged(unit)) return undefined;
  return { kind: 'drain', ...on, because: 'parked with zero tasks' };
}

/** The directive `drain` is irrevocable, so an instance that already carries it is only ever waited for. */
function decideDraining(unit: Unit, on: { pool: string; instance: string }): Decision | undefined {
  const { instance } = unit;
  if (instance?.state === 'terminating' || instance?.directive.kind !== 'drain') return undefined;
  const isDrained = instance.agent?.state === 'drained' && isAcknowledged(unit);
  return isDrained ? { kind: 'terminate', ...on, because: 'drained and acknowledged' } : undefined;
}

/** It takes no task by itself; it goes as soon as it holds none. */
function decideQuarantined(unit: Unit, on: { pool: string; instance: string }): Decision | undefined {
  return unit.state === 'busy' ? undefined : { kind: 'drain', ...on, because: 'the agent quarantined itself' };
}

export function isAcknowledged({ instance }: Unit): boolean {
  const { agent, directive } = instance ?? {};
  return (
    agent !== undefined &&
    directive !== undefined &&
    agent.acknowledgedEpoch >= directive.epoch &&
    agent.tasks.length === 0
  );
}

/** A machine that a waiting task was laid on is not idle. */
function rememberIdle(
  units: readonly Unit[],
  needed: ReadonlySet<string>,
  before: Readonly<Record<string, number>>,
  now: number,
): Record<string, number> {
  const idle = units.filter(({ id, state, flaw }) => id !== undefined && state === 'ready' && !flaw && !needed.has(id));
  return Object.fromEntries(idle.map(({ id = '' }) => [id, before[id] ?? now]));
}

function isStanding({ id }: Unit, sight: Sight): boolean {
  const member = sight.groups.flatMap((group) => group.members).find((each) => each.id === id);
  return member !== undefined && !/^(Terminat|Detach)/.test(member.lifecycle);
}

function spend(room: Map<string, number>, pool: string): void {
  room.set(pool, (room.get(pool) ?? 0) - 1);
}

function byIdleTime(idleSince: Readonly<Record<string, number>>) {
  const since = ({ id = '' }: Unit): number => idleSince[id] ?? Number.MAX_SAFE_INTEGER;
  return (a: Unit, b: Unit): number => since(a) - since(b) || ((a.id ?? '') < (b.id ?? '') ? -1 : 1);
}
