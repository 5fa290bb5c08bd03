/**
 * One tick: observe → decide → apply → report. What could not be observed is held, never guessed. Right before anything is applied the scaler's lease is
 * looked at once more; see `term.ts` for what is left of the gap.
 */
import { type ScalerNote } from '@reelyard/contracts';
import { applyAll } from './apply.ts';
import {
  listRatios,
  type MemberView,
  type Memory,
  type Plan,
  planTick,
  type Sight,
  type Snapshot,
} from './core/index.ts';
import { heal } from './heal.ts';
import { blindNote, writeNote } from './memory.ts';
import { observe } from './observe.ts';
import { type Farm } from './ports.ts';
import { reconcile } from './reconcile.ts';
import { report } from './report.ts';
import { wroteBy } from './wrote.ts';

export interface TickResult {
  plan: Plan;
  /** Neither a job nor an instance: the scaler may sleep. */
  isEmpty: boolean;
  /** Something is on its way: look again soon. */
  isMoving: boolean;
  /** For the scaler's row; undefined when there is nothing to say. */
  note?: string;
  /** Another holder took over while this one looked: nothing was applied. */
  isFenced?: boolean;
}

/** @param mayApply whether the lease is still ours; asked between the look and the first call. */
export async function tick(farm: Farm, mayApply: () => Promise<boolean> = async () => true): Promise<TickResult> {
  const startedAt = farm.clock.now();
  const snapshot = await look(farm);
  const { plan, foreign } = planTick(snapshot, farm.policy, farm.clock.now());
  if (snapshot.kind === 'blind' || plan.kind === 'hold') {
    report(farm, { plan, snapshot, foreign, outcomes: [], startedAt });
    const note = await blindNote(farm, plan.because);
    return { plan, isEmpty: false, isMoving: false, ...(note === undefined ? {} : { note }) };
  }
  if (!(await mayApply())) return { plan, isEmpty: false, isMoving: false, isFenced: true };
  const outcomes = await applyAll(farm, snapshot, plan.decisions);
  const [open, probes] = farm.policy.dryRun
    ? [0, snapshot.memory.probes]
    : [await reconcile(farm, snapshot), await heal(farm, snapshot)];
  const memory: Memory = { ...plan.memory, probes, wrote: farm.policy.dryRun ? {} : wroteBy(snapshot, outcomes) };
  report(farm, { plan, snapshot, foreign, outcomes, startedAt });
  const note: ScalerNote = {
    ...{ v: 1, at: snapshot.at, waiting: plan.waiting, pools: { ...plan.pools } },
    ratios: listRatios(memory.estimates),
  };
  return {
    plan,
    note: writeNote({ ...note, memory }),
    isEmpty: isEmpty(snapshot, plan),
    isMoving: open > 0 || isMoving(plan),
  };
}

async function look(farm: Farm): Promise<Snapshot> {
  try {
    return await observe(farm);
  } catch (error) {
    farm.log.warn('scaler.blind', { error });
    return { kind: 'blind', at: farm.clock.now(), because: error instanceof Error ? error.message : String(error) };
  }
}

/** Tasks that are not due yet keep nobody awake beyond the minute's schedule. */
function isEmpty(sight: Sight, plan: Plan): boolean {
  const members = sight.groups.reduce(
    (sum, { members: all, desired }) => sum + desired + all.filter(isRunning).length,
    0,
  );
  const rows = sight.instances.filter((row) => row.state !== 'gone' && row.state !== 'warm');
  const hasWork = plan.kind === 'act' && (plan.demand > 0 || plan.decisions.length > 0);
  return !hasWork && members === 0 && rows.length === 0 && sight.leaseOwners.length === 0;
}

/** Stopped in the warm pool: nothing to watch. */
function isRunning({ lifecycle }: MemberView): boolean {
  return !/^Warmed:(Stopped|Hibernated)$/.test(lifecycle);
}

function isMoving(plan: Plan): boolean {
  if (plan.kind === 'hold') return false;
  const counts = Object.values(plan.pools);
  // An idle machine is paid for until somebody looks: it counts as on its way.
  const isOnItsWay = counts.some(({ pending, ready, parked, draining }) => pending + ready + parked + draining > 0);
  return plan.decisions.length > 0 || isOnItsWay;
}
