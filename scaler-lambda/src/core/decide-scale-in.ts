/**
 * Scale-in that cannot kill a render: ready → park → acknowledged with zero tasks → drain → acknowledged → terminate.
 * Invariant: `terminate` names only an instance whose agent acknowledged the drain and holds no task, or whose bootstrap failed.
 */
import { type Decision } from './decision.ts';
import { type Spare } from './keep-alive.ts';
import { type Sight } from './snapshot.ts';
import { type Unit } from './supply.ts';

/** What the rest of the tick found out about the machines that are not to go. */
export interface Kept {
  /** Waiting tasks were laid on them. */
  needed: ReadonlySet<string>;
  unparked: ReadonlySet<string>;
  /** Idle machine → how long its level has been unused, and how long it stays. */
  spares: ReadonlyMap<string, Spare>;
}

export function decideScaleIn(sight: Sight, units: readonly Unit[], kept: Kept): Decision[] {
  const room = new Map(sight.groups.map(({ pool, desired }) => [pool, desired]));
  for (const unit of units) if (unit.state === 'draining' && isStanding(unit, sight)) spend(room, unit.pool.name);
  const decisions: Decision[] = [];
  for (const unit of [...units].sort(byUnusedTime(kept.spares))) {
    const decision = decideOne(unit, kept, room);
    if (decision) decisions.push(decision);
  }
  return decisions;
}

function decideOne(unit: Unit, kept: Kept, room: Map<string, number>): Decision | undefined {
  const { id, instance, pool } = unit;
  if (id === undefined) return undefined;
  const on = { pool: pool.name, instance: id };
  if (unit.flaw !== undefined && unit.flaw !== 'quarantined') return decideFlawed(unit, on, room);
  if (!instance?.agent) return undefined;
  if (unit.state === 'draining') return decideDraining(unit, on);
  if (unit.flaw === 'quarantined') return decideQuarantined(unit, on);
  if (kept.unparked.has(id)) return undefined;
  if (instance.directive.kind === 'park') return decideParked(unit, on);
  return kept.needed.has(id) ? undefined : decideIdle(unit, on, kept.spares.get(id), room);
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
  spare: Spare | undefined,
  room: Map<string, number>,
): Decision | undefined {
  const { pool } = unit;
  if (!spare || spare.unused < spare.keep || (room.get(pool.name) ?? 0) <= pool.min) return undefined;
  spend(room, pool.name);
  return { kind: 'park', ...on, because: `unused ${Math.round(spare.unused)} s ≥ ${Math.round(spare.keep)} s` };
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

function isStanding({ id }: Unit, sight: Sight): boolean {
  const member = sight.groups.flatMap((group) => group.members).find((each) => each.id === id);
  return member !== undefined && !/^(Terminat|Detach)/.test(member.lifecycle);
}

function spend(room: Map<string, number>, pool: string): void {
  room.set(pool, (room.get(pool) ?? 0) - 1);
}

/** The highest level goes first: it has been unused for the longest. */
function byUnusedTime(spares: ReadonlyMap<string, Spare>) {
  const unused = ({ id = '' }: Unit): number => spares.get(id)?.unused ?? -1;
  return (a: Unit, b: Unit): number => unused(b) - unused(a) || ((a.id ?? '') < (b.id ?? '') ? -1 : 1);
}
