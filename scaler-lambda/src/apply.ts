/** Decisions become calls, one by one; a call that fails is logged and decided again by the next tick. */
import { absurd, type Boot, type Instance } from '@reelyard/contracts';
import { type Decision, hasFailedBoot, type Sight } from './core/index.ts';
import { direct } from './let-go.ts';
import { type Farm } from './ports.ts';

export interface Outcome {
  decision: Decision;
  outcome: 'done' | 'overtaken' | 'failed';
}

export function applyAll(farm: Farm, sight: Sight, decisions: readonly Decision[]): Promise<Outcome[]> {
  return Promise.all(decisions.map((decision) => applyOne(farm, sight, decision)));
}

async function applyOne(farm: Farm, sight: Sight, decision: Decision): Promise<Outcome> {
  try {
    const isDone = await carryOut(farm, sight, decision);
    return { decision, outcome: isDone ? 'done' : 'overtaken' };
  } catch (error) {
    farm.log.warn('scaler.apply-failed', { decision, error });
    return { decision, outcome: 'failed' };
  }
}

async function carryOut(farm: Farm, sight: Sight, decision: Decision): Promise<boolean> {
  const now = farm.clock.now();
  switch (decision.kind) {
    case 'grow': {
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
    case 'terminate':
      return terminate(farm, decision);
    case 'suspect':
      return true;
    default:
      return absurd(decision);
  }
}

/** The row is read once more: only a drained agent's instance may end, or one that never got an agent. */
async function terminate(farm: Farm, { pool, instance }: { pool: string; instance: string }): Promise<boolean> {
  const row = await farm.ledger.findInstance(pool, instance);
  const isDrained = row?.directive.kind === 'drain' && row.agent?.state === 'drained' && row.agent.tasks.length === 0;
  const neverServed = row && hasFailedBoot(row) && (row.agent?.tasks.length ?? 0) === 0;
  if (!row || !(isDrained || neverServed)) return false;
  await farm.groups.terminate(instance);
  const boot: Boot = hasFailedBoot(row) ? { ...row.boot, phase: 'abandoned' } : row.boot;
  await farm.ledger.updateInstance(row, { state: 'terminating', boot });
  return true;
}

function findRow(sight: Sight, { instance }: { instance: string }): Instance | undefined {
  return sight.instances.find((row) => row.id === instance);
}
