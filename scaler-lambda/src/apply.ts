/**
 * Decisions become calls; one that fails is logged and decided again by the next tick. Capacity goes up first, because it is said as a whole number,
 * and what ends lowers it afterwards.
 */
import { absurd, type Instance } from '@reelyard/contracts';
import { type Decision, type Sight } from './core/index.ts';
import { endAll } from './end.ts';
import { direct } from './let-go.ts';
import { type Outcome, type Termination } from './outcome.ts';
import { type Farm } from './ports.ts';
import { wroteBy } from './wrote.ts';

type Other = Exclude<Decision, Termination>;

export async function applyAll(farm: Farm, sight: Sight, decisions: readonly Decision[]): Promise<Outcome[]> {
  if (farm.policy.dryRun) return decisions.map((decision) => ({ decision, outcome: 'dry-run' }));
  const others = decisions.filter((each): each is Other => each.kind !== 'terminate');
  const endings = decisions.filter((each): each is Termination => each.kind === 'terminate');
  const applied = await Promise.all(others.map((decision) => applyOne(farm, sight, decision)));
  const ended = await endAll(farm, sight, endings, wroteBy(sight, applied));
  const outcomes = new Map([...applied, ...ended].map((each) => [each.decision, each]));
  return decisions.flatMap((decision) => outcomes.get(decision) ?? []);
}

async function applyOne(farm: Farm, sight: Sight, decision: Other): Promise<Outcome> {
  try {
    const isDone = await carryOut(farm, sight, decision);
    return { decision, outcome: isDone ? 'done' : 'overtaken' };
  } catch (error) {
    farm.log.warn('scaler.apply-failed', { decision, error });
    return { decision, outcome: 'failed' };
  }
}

async function carryOut(farm: Farm, sight: Sight, decision: Other): Promise<boolean> {
  const now = farm.clock.now();
  switch (decision.kind) {
    case 'grow':
    case 'restore': {
      const pool = farm.policy.pools.find((each) => each.name === decision.pool);
      if (!pool) return false;
      await farm.groups.setDesired(pool, decision.to);
      return true;
    }
    case 'park':
    case 'drain': {
      const row = findRow(sight, decision);
      return row ? direct(farm, row, decision.kind, now) : false;
    }
    case 'unpark': {
      const row = findRow(sight, decision);
      return row?.directive.kind === 'park' ? direct(farm, row, 'work', now) : false;
    }
    case 'suspect':
      return true;
    default:
      return absurd(decision);
  }
}

function findRow(sight: Sight, { instance }: { instance: string }): Instance | undefined {
  return sight.instances.find((row) => row.id === instance);
}
