/** One tick: observe → decide → apply → report. What could not be observed is held, never guessed. */
import { LANES, type Lane } from '@reelyard/contracts';
import { applyAll, type Outcome } from './apply.ts';
import { decideTick, type MemberView, type Memory, type Plan, type Sight, type Snapshot } from './core/index.ts';
import { heal } from './heal.ts';
import { measureTick } from './measure-tick.ts';
import { writeNote } from './memory.ts';
import { observe } from './observe.ts';
import { type Farm } from './ports.ts';
import { reconcile } from './reconcile.ts';

export interface TickResult {
  plan: Plan;
  /** Neither a job nor an instance: the scaler may sleep. */
  isEmpty: boolean;
  /** Something is on its way: look again soon. */
  isMoving: boolean;
  /** For the scaler's row; undefined when nothing was seen. */
  note?: string;
}

export async function tick(farm: Farm): Promise<TickResult> {
  const startedAt = farm.clock.now();
  const snapshot = await look(farm);
  const plan = decideTick(snapshot, farm.policy, farm.clock.now());
  if (snapshot.kind === 'blind' || plan.kind === 'hold') {
    report(farm, plan, [], snapshot, startedAt);
    return { plan, isEmpty: false, isMoving: false };
  }
  const outcomes = await applyAll(farm, snapshot, plan.decisions);
  const open = await reconcile(farm, snapshot);
  const memory: Memory = { ...plan.memory, probes: await heal(farm, snapshot) };
  report(farm, plan, outcomes, snapshot, startedAt);
  const note = writeNote({ v: 1, at: snapshot.at, memory, waiting: plan.waiting, pools: { ...plan.pools } });
  return { plan, note, isEmpty: isEmpty(snapshot, plan), isMoving: open > 0 || isMoving(plan) };
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
  return plan.decisions.length > 0 || counts.some(({ pending, parked, draining }) => pending + parked + draining > 0);
}

function report(farm: Farm, plan: Plan, outcomes: readonly Outcome[], snapshot: Snapshot, startedAt: number): void {
  const now = farm.clock.now();
  for (const measurement of measureTick(plan, snapshot, outcomes, now)) farm.measure(measurement);
  if (plan.kind === 'hold' || snapshot.kind === 'blind') {
    farm.log.warn('scaler.tick', { plan: plan.kind, because: plan.because, durationMs: now - startedAt });
    return;
  }
  farm.log.info('scaler.tick', {
    plan: plan.kind,
    because: plan.because,
    demand: plan.demand,
    waiting: countLanes(snapshot),
    leased: snapshot.leaseOwners.length,
    pools: plan.pools,
    unmet: plan.unmet,
    decisions: outcomes.map(({ decision, outcome }) => ({ ...decision, outcome })),
    durationMs: now - startedAt,
  });
  farm.log.debug('scaler.snapshot', { snapshot });
}

function countLanes({ waiting }: Sight): Partial<Record<Lane, number>> {
  const counts = LANES.map((lane) => [lane, waiting.filter((task) => task.lane === lane).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
