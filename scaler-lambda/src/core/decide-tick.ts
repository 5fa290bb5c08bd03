/** The law, one tick: snapshot → plan. Blind means hold: neither growth nor scale-in on what was not seen. */
import { type Plan } from './decision.ts';
import { decideCapacity } from './decide-capacity.ts';
import { decideScaleIn } from './decide-scale-in.ts';
import { type ScalePolicy } from './policy.ts';
import { type Snapshot } from './snapshot.ts';
import { countSupply, tallySupply } from './supply.ts';

/** Older than this is as good as unseen. */
const STALE_MS = 60_000;

export function decideTick(snapshot: Snapshot, policy: ScalePolicy, now: number): Plan {
  if (snapshot.kind === 'blind') return { kind: 'hold', because: `blind: ${snapshot.because}` };
  if (now - snapshot.at > STALE_MS) return { kind: 'hold', because: 'blind: what was seen is older than 60 s' };
  const units = countSupply(snapshot, policy, now);
  const capacity = decideCapacity(snapshot, units, policy, now);
  const unparked = new Set(capacity.decisions.flatMap((each) => (each.kind === 'unpark' ? [each.instance] : [])));
  const scaleIn = decideScaleIn(snapshot, units, { needed: capacity.needed, unparked }, now);
  const decisions = [...capacity.decisions, ...scaleIn.decisions];
  return {
    kind: 'act',
    because: decisions[0]?.because ?? 'supply meets demand',
    decisions,
    demand: capacity.demand,
    pools: tallySupply(units, snapshot.groups),
    waiting: capacity.waiting,
    unmet: capacity.unmet,
    memory: { ...snapshot.memory, idleSince: scaleIn.idleSince },
  };
}
