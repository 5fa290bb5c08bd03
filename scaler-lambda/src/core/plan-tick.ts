/**
 * One tick from what was seen to what is to be done: settled, decided by the law, restores first, outdated machines replaced. Production, the simulator and a replay of a log call
 * this, so that they cannot differ. Pure: the same snapshot, policy and instant give the same plan for ever.
 */
import { type Plan } from './decision.ts';
import { decideTick } from './decide-tick.ts';
import { type ForeignChange, type Restore } from './foreign.ts';
import { type ScalePolicy } from './policy.ts';
import { withRollout } from './rollout.ts';
import { settle } from './settle.ts';
import { type Snapshot } from './snapshot.ts';

export interface Planned {
  plan: Plan;
  foreign: readonly ForeignChange[];
}

export function planTick(snapshot: Snapshot, policy: ScalePolicy, now: number): Planned {
  if (snapshot.kind === 'blind') return { plan: decideTick(snapshot, policy, now), foreign: [] };
  const { sight, restores, foreign } = settle(snapshot, policy, now);
  const plan = decideTick(sight, policy, now);
  if (plan.kind === 'hold') return { plan, foreign };
  return { plan: withRestores(withRollout(plan, sight, policy), restores), foreign };
}

/** Growth says the whole number, so it needs no restore before it. */
function withRestores(plan: Extract<Plan, { kind: 'act' }>, restores: readonly Restore[]): Plan {
  const grown = new Set(plan.decisions.flatMap((each) => (each.kind === 'grow' ? [each.pool] : [])));
  const decisions = [...restores.filter(({ pool }) => !grown.has(pool)), ...plan.decisions];
  return { ...plan, decisions, because: decisions[0]?.because ?? plan.because };
}
