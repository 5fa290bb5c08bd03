/**
 * What one tick knows as metrics. Pure. Counts and ages are states: read their maximum or average over a period, never their sum.
 * `scaler.loop` is the dead man's handle: no value means that nobody scales.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Metric } from '@reelyard/runtime';
import {
  type ForeignChange,
  isFrozen,
  type Plan,
  type PoolCount,
  type ScalePolicy,
  type Sight,
  type WaitReason,
} from './core/index.ts';
import { type TickReport } from './outcome.ts';
import { type Measurement } from './ports.ts';

type Told = Pick<TickReport, 'plan' | 'snapshot' | 'outcomes' | 'foreign'>;

/** Reasons that on-call acts on, each with a metric of its own, because an alarm cannot read a property. */
const OWN_METRIC = {
  'capacity.no_capacity': ['no-capacity'],
  'capacity.quota': ['quota'],
  'capacity.spend': ['spend-hour', 'spend-day'],
} as const satisfies Record<string, readonly WaitReason[]>;

export function measureTick(
  { plan, snapshot, outcomes, foreign }: Told,
  policy: ScalePolicy,
  now: number,
): readonly Measurement[] {
  if (plan.kind === 'hold' || snapshot.kind === 'blind')
    return [{ metrics: [count('scaler.loop', 1), count('scaler.blind', 1)] }];
  const whole = [
    count('scaler.loop', 1),
    count('scaler.blind', 0),
    count('scaler.demand', plan.demand),
    // A zero without a reason, so that nothing unmet and nobody looking are not the same.
    ...(Object.keys(plan.unmet).length === 0 ? [count('capacity.unmet', 0)] : []),
    count('scaler.apply_failed', outcomes.filter(({ outcome }) => outcome === 'failed').length),
    ...measureRefusals(plan),
    ...measureSeats(snapshot, policy),
    count('lease.active', snapshot.leaseOwners.length),
    count(
      'capacity.booting',
      Object.values(plan.pools).reduce((sum, { pending, stuck }) => sum + pending - stuck, 0),
    ),
  ];
  return [
    { metrics: whole },
    ...LANES.map((lane) => ({ lane, metrics: measureLane(snapshot, lane, now) })),
    ...Object.entries(plan.pools).map(([pool, counts]) => ({ pool, metrics: measurePool(counts) })),
    ...policy.pools.map((pool) => ({
      pool: pool.name,
      metrics: [count('breaker.open', isFrozen(pool, snapshot) ? 1 : 0)],
    })),
    ...foreign.map(measureForeign),
    ...Object.entries(plan.unmet).map(([reason, machines]) => ({
      metrics: [count('capacity.unmet', machines)],
      properties: { reason },
    })),
  ];
}

function measureRefusals({ unmet }: Extract<Plan, { kind: 'act' }>): Metric[] {
  return Object.entries(OWN_METRIC).map(([name, reasons]) =>
    count(
      name,
      reasons.reduce((sum, reason) => sum + (unmet[reason] ?? 0), 0),
    ),
  );
}

/** Of all engines; `free` is that of the engine with the fewest, since seats of one are of no use to another. Nothing on a farm without licenses. */
function measureSeats({ seats }: Sight, policy: ScalePolicy): Metric[] {
  if (policy.seats.length === 0) return [];
  const heldOf = (engine: string): number => seats.find((each) => each.engine === engine)?.held ?? 0;
  const free = policy.seats.map(({ engine, seats: all }) => Math.max(0, all - heldOf(engine)));
  return [
    count(
      'seats.in_use',
      policy.seats.reduce((sum, { engine }) => sum + heldOf(engine), 0),
    ),
    count('seats.free', Math.min(...free)),
  ];
}

function measureForeign({ pool, from, to }: ForeignChange): Measurement {
  return { pool, metrics: [count('capacity.foreign', 1)], properties: { from, to } };
}

/** Of what may start: a task that is not due yet waits for nobody. Zero where nothing waits, so that a gap means blindness. */
function measureLane({ waiting, beyond }: Sight, lane: Lane, now: number): readonly Metric[] {
  const due = waiting.filter((task) => task.lane === lane && task.notBefore <= now);
  const oldestMs = due.reduce((oldest, task) => Math.max(oldest, now - Math.max(task.enqueuedAt, task.notBefore)), 0);
  return [
    count('job.queued', due.length + (beyond[lane] ?? 0)),
    { name: 'job.queued.oldest', value: oldestMs / 1_000, unit: 'Seconds' },
  ];
}

function measurePool(counts: PoolCount): readonly Metric[] {
  const { desired, pending, ready, busy, parked, draining, stuck } = counts;
  return [
    count('scaler.desired', desired),
    count('agent.pending', pending),
    count('agent.idle', ready),
    count('agent.busy', busy),
    count('agent.parked', parked),
    count('agent.draining', draining),
    count('agent.stuck', stuck),
  ];
}

const count = (name: string, value: number): Metric => ({ name, value, unit: 'Count' });
