/**
 * The end of machines. Each row is read once more: only a drained agent's machine may end, one that never got an agent, or one that is stopped in a warm
 * pool. Without a warm pool, and where
 * the bootstrap failed, exactly this instance is terminated together with its capacity. Into a warm pool, exactly the drained ones lose their protection
 * and desired capacity goes down by their number: the group has no other that it may take.
 */
import { type Boot, type Instance } from '@reelyard/contracts';
import { hasFailedBoot, type PoolPolicy, type Sight } from './core/index.ts';
import { type Outcome, type Termination } from './outcome.ts';
import { type Farm } from './ports.ts';

/** Ids that SetInstanceProtection takes. */
const RETURN_BATCH = 50;

interface Due {
  decision: Termination;
  row: Instance;
}

/** @param desired of each pool as the tick has written it so far */
export async function endAll(
  farm: Farm,
  sight: Sight,
  decisions: readonly Termination[],
  desired: Readonly<Record<string, number>>,
): Promise<Outcome[]> {
  const checked = await Promise.all(decisions.map((decision) => check(farm, decision)));
  const due = checked.flatMap((each) => ('row' in each ? [each] : []));
  const refused = checked.flatMap((each) => ('outcome' in each ? [each] : []));
  const returning = due.filter((each) => mayReturn(farm, sight, each));
  const returned = await Promise.all(
    farm.policy.pools.map((pool) => {
      const these = returning.filter(({ row }) => row.pool === pool.name).slice(0, RETURN_BATCH);
      return these.length === 0 ? [] : returnToWarm(farm, pool, these, desired[pool.name] ?? 0);
    }),
  );
  const ended = await Promise.all(due.filter((each) => !returning.includes(each)).map((each) => endOne(farm, each)));
  return [...refused, ...returned.flat(), ...ended];
}

async function check(farm: Farm, decision: Termination): Promise<Due | Outcome> {
  try {
    const row = await farm.ledger.findInstance(decision.pool, decision.instance);
    const isDrained = row?.directive.kind === 'drain' && row.agent?.state === 'drained' && row.agent.tasks.length === 0;
    const neverServed = row && hasFailedBoot(row) && (row.agent?.tasks.length ?? 0) === 0;
    const isStopped = row?.state === 'warm';
    return row && (isDrained || neverServed || isStopped) ? { decision, row } : { decision, outcome: 'overtaken' };
  } catch (error) {
    return fail(farm, decision, error);
  }
}

/** Auto Scaling takes protection off nothing but what is in service. */
function mayReturn(farm: Farm, { groups }: Sight, { row }: Due): boolean {
  const members = groups.find(({ pool }) => pool === row.pool)?.members ?? [];
  const isServing = members.some(({ id, lifecycle }) => id === row.id && lifecycle === 'InService');
  const pool = farm.policy.pools.find(({ name }) => name === row.pool);
  return pool?.warm !== undefined && isServing && !hasFailedBoot(row);
}

async function returnToWarm(farm: Farm, pool: PoolPolicy, due: readonly Due[], desired: number): Promise<Outcome[]> {
  try {
    await farm.groups.unprotect(
      pool,
      due.map(({ row }) => row.id),
    );
    await farm.groups.setDesired(pool, Math.max(pool.min, desired - due.length));
  } catch (error) {
    return due.map(({ decision }) => fail(farm, decision, error));
  }
  return Promise.all(due.map((each) => record(farm, each)));
}

async function endOne(farm: Farm, due: Due): Promise<Outcome> {
  try {
    if (due.row.state === 'warm') await farm.machines.terminate(due.row.id);
    else await farm.groups.terminate(due.row.id);
  } catch (error) {
    return fail(farm, due.decision, error);
  }
  return record(farm, due);
}

/** Done whether or not the row could say so: the next tick sees the machine on its way out. */
async function record(farm: Farm, { decision, row }: Due): Promise<Outcome> {
  const boot: Boot = hasFailedBoot(row) ? { ...row.boot, phase: 'abandoned' } : row.boot;
  try {
    await farm.ledger.updateInstance(row, { state: 'terminating', boot });
  } catch (error) {
    farm.log.warn('scaler.apply-failed', { decision, error });
  }
  return { decision, outcome: 'done' };
}

function fail(farm: Farm, decision: Termination, error: unknown): Outcome {
  farm.log.warn('scaler.apply-failed', { decision, error });
  return { decision, outcome: 'failed' };
}
