/** The plans that a run can follow: farm, jobs, faults, and what has to come of them. Pure: the same seed, the same plan. */
import { type FarmShape, LEASE_MS, type Timers } from './chaos-farm.ts';
import { type Dice } from './dice.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import { planFaults, planHalves, type PlannedFault, spread } from './plan-faults.ts';
import { type PlannedJob, planJobs, planPlainJobs, planSteadyJobs } from './plan-jobs.ts';
import { type StrikeTimes } from './strikes/field.ts';

export const PLANS = ['storm', 'half-the-fleet', 'default-timers'] as const;
export type PlanName = (typeof PLANS)[number];

export interface Scenario {
  farm: FarmShape;
  times: StrikeTimes;
  withinMs: number;
  jobs: PlannedJob[];
  faults: PlannedFault[];
  kinds: readonly FaultKind[];
  needs: Needs;
}

/** What a run has to show beyond its promises kept. */
export interface Needs {
  /** Of each kind of fault. */
  leastOfEach: number;
  /** Every row of the protocol that a farm makes by itself. */
  transitions: boolean;
  /** Every job succeeds, whatever happened to its machines. */
  allSucceed: boolean;
  recovery?: { samples: number; silentP99Seconds: number; noticedP95Seconds: number };
}

export interface Wanted {
  plan: PlanName;
  jobs: number;
  faults: readonly FaultKind[];
  /** Of `half-the-fleet`; the other plans have timers of their own. */
  timers?: Timers;
}

const LEAST_MS = 30_000;
/** The two cores of a laptop, half of them taken by machines that boot. */
const MS_A_JOB = 330;
const JOBS_THAT_MEET_ALL = 100;
const MANY_JOBS = 2_000;
const MANY_OF_EACH = 20;

export function planScenario(wanted: Wanted, dice: Dice): Scenario {
  if (wanted.plan === 'half-the-fleet') return planHalfTheFleet(wanted, dice);
  if (wanted.plan === 'default-timers') return planDefaultTimers(wanted, dice);
  return planStorm(wanted, dice);
}

function planStorm({ jobs, faults }: Wanted, dice: Dice): Scenario {
  const withinMs = Math.max(LEAST_MS, jobs * MS_A_JOB);
  const hasAll = faults.length === FAULT_KINDS.length;
  return {
    farm: { timers: 'short', spot: 4, onDemand: 4, least: 1, isSteady: false },
    times: { leaseMs: LEASE_MS.short, warningSeconds: 4, busy: 'rather' },
    withinMs,
    jobs: planJobs(jobs, withinMs, dice),
    faults: planFaults(faults, withinMs, dice),
    kinds: faults,
    needs: {
      leastOfEach: hasAll && jobs >= MANY_JOBS ? MANY_OF_EACH : 1,
      // A small run, or one with few faults, may well never need a row: nothing is lost, so nothing is reaped.
      transitions: hasAll && jobs >= JOBS_THAT_MEET_ALL,
      allSucceed: false,
    },
  };
}

const HALF = { fleet: 6, rounds: 3 };
/** Half of the fleet goes within two minutes; with short timers they are shortened as the lease is. */
const HALVES = {
  short: { windowMs: (120_000 * LEASE_MS.short) / LEASE_MS.default, everyMs: 25_000, warningSeconds: 4 },
  default: { windowMs: 120_000, everyMs: 240_000, warningSeconds: 120 },
};

function planHalfTheFleet({ jobs, timers = 'short' }: Wanted, dice: Dice): Scenario {
  const { warningSeconds, ...round } = HALVES[timers];
  const withinMs = HALF.rounds * round.everyMs;
  return {
    farm: { timers, spot: HALF.fleet, onDemand: 0, least: HALF.fleet, isSteady: true },
    times: { leaseMs: LEASE_MS[timers], warningSeconds, busy: 'only' },
    withinMs,
    jobs:
      timers === 'short' ? planPlainJobs(jobs, withinMs, dice) : planSteadyJobs(jobs, withinMs, dice, STEADY.taskMs),
    faults: planHalves({ ...HALF, ...round }),
    kinds: ['spot-without-notice', 'spot-notice'],
    needs: { leastOfEach: HALF.rounds, transitions: false, allSucceed: true },
  };
}

/** Three of the spot machines are in the two minutes of a notice at any time. */
const STEADY = { spot: 8, onDemand: 6, taskMs: 20_000 };
/** A job in so many milliseconds keeps about six machines of eleven at work: an interrupted task finds a free one. */
const STEADY_MS_A_JOB = 3_600;
/** Silent ones are rare: a task that loses its agents on three machines is ended as suspect, and rightly so. */
const STEADY_STRIKE_EVERY_MS = { 'kill-agent': 90_000, 'spot-without-notice': 90_000, 'spot-notice': 45_000 } as const;
const STEADY_SAMPLES = 8;

function planDefaultTimers({ jobs }: Wanted, dice: Dice): Scenario {
  const withinMs = jobs * STEADY_MS_A_JOB;
  const kinds = ['kill-agent', 'spot-without-notice', 'spot-notice'] as const;
  const timesOf = (kind: (typeof kinds)[number]): number =>
    Math.max(2, Math.round(withinMs / STEADY_STRIKE_EVERY_MS[kind]));
  return {
    farm: { timers: 'default', spot: STEADY.spot, onDemand: STEADY.onDemand, least: STEADY.spot, isSteady: true },
    times: { leaseMs: LEASE_MS.default, warningSeconds: 120, busy: 'only' },
    withinMs,
    jobs: planSteadyJobs(jobs, withinMs, dice, STEADY.taskMs),
    faults: kinds.flatMap((kind) => spread(kind, timesOf(kind), withinMs, dice)).sort((a, b) => a.atMs - b.atMs),
    kinds,
    needs: {
      leastOfEach: 2,
      transitions: false,
      // Chance strikes one task on three machines now and then, and that ends it as suspect.
      allSucceed: false,
      recovery: { samples: STEADY_SAMPLES, silentP99Seconds: 80, noticedP95Seconds: 10 },
    },
  };
}
