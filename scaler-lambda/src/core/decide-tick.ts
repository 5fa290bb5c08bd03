/** The law, one tick: snapshot → plan. Blind means hold: neither growth nor scale-in on what was not seen. */
import { type Plan } from './decision.ts';
import { decideCapacity } from './decide-capacity.ts';
import { decideScaleIn } from './decide-scale-in.ts';
import { observeLevels } from './gaps.ts';
import { rankSpares } from './keep-alive.ts';
import { learn } from './learn.ts';
import { type ScalePolicy } from './policy.ts';
import { type Snapshot } from './snapshot.ts';
import { countSupply, tallySupply, type Unit } from './supply.ts';

/** Older than this is as good as unseen. */
const STALE_MS = 60_000;

export function decideTick(snapshot: Snapshot, policy: ScalePolicy, now: number): Plan {
  if (snapshot.kind === 'blind') return { kind: 'hold', because: `blind: ${snapshot.because}` };
  if (now - snapshot.at > STALE_MS) return { kind: 'hold', because: 'blind: what was seen is older than 60 s' };
  const { memory, arrived, elapsed } = learn(snapshot, policy, now);
  const sight = { ...snapshot, memory };
  const units = countSupply(sight, policy, now);
  const capacity = decideCapacity(sight, units, policy, now);
  const busy = units.filter(({ state }) => state === 'busy').length;
  const inUse = Math.max(busy + capacity.neededCount, capacity.demand > 0 ? 1 : 0);
  const idle = units.filter((unit) => isIdle(unit) && !capacity.needed.has(unit.id ?? ''));
  const patience = policy.dials.patience * memory.arrivals.withinSeconds;
  const gaps = observeLevels(memory.gaps, { inUse, standing: inUse + idle.length, arrived, elapsed, patience }, now);
  const spares = rankSpares(sight, idle, inUse, gaps, policy, now);
  const decisions = [
    ...capacity.decisions,
    ...decideScaleIn(sight, units, {
      needed: capacity.needed,
      unparked: new Set(capacity.decisions.flatMap((each) => (each.kind === 'unpark' ? [each.instance] : []))),
      spares: new Map(spares.map((spare) => [spare.unit.id ?? '', spare])),
    }),
  ];
  return {
    kind: 'act',
    because: decisions[0]?.because ?? 'supply meets demand',
    decisions,
    demand: capacity.demand,
    pools: tallySupply(units, snapshot.groups),
    waiting: capacity.waiting,
    unmet: capacity.unmet,
    memory: { ...memory, gaps },
  };
}

/** Ready, sound, and known by name. */
function isIdle({ id, state, flaw }: Unit): boolean {
  return id !== undefined && state === 'ready' && !flaw;
}
