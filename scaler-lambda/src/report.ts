/** What a tick leaves behind: metrics, one record of the decision with its inputs, and, where asked for, the whole snapshot for a replay. */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Sight } from './core/index.ts';
import { measureTick } from './measure-tick.ts';
import { type TickReport } from './outcome.ts';
import { type Farm } from './ports.ts';

export function report(farm: Farm, tick: TickReport): void {
  const { plan, snapshot, foreign, outcomes, startedAt } = tick;
  const now = farm.clock.now();
  for (const measurement of measureTick(tick, farm.policy, now)) farm.measure(measurement);
  if (plan.kind === 'hold' || snapshot.kind === 'blind') {
    farm.log.warn('scaler.tick', { plan: plan.kind, because: plan.because, durationMs: now - startedAt });
    return;
  }
  for (const change of foreign) farm.log.warn('scaler.foreign-change', { ...change });
  farm.log.info('scaler.tick', {
    plan: plan.kind,
    because: plan.because,
    demand: plan.demand,
    waiting: countLanes(snapshot),
    leased: snapshot.leaseOwners.length,
    pools: plan.pools,
    unmet: plan.unmet,
    cooling: plan.memory.cooling,
    spent: plan.memory.spent?.dollars,
    decisions: outcomes.map(({ decision, outcome }) => ({ ...decision, outcome })),
    durationMs: now - startedAt,
  });
  farm.log[farm.sampleSnapshots ? 'info' : 'debug']('scaler.snapshot', {
    snapshot,
    policy: farm.policy,
    now: startedAt,
  });
}

function countLanes({ waiting, beyond }: Sight): Partial<Record<Lane, number>> {
  const counts = LANES.map((lane) => {
    const read = waiting.filter((task) => task.lane === lane).length;
    return [lane, read + (beyond[lane] ?? 0)] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
