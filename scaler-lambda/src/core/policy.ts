/** What the owner decided, as data. Invariant: the core knows no pool by name; adding one is one more entry in `pools`. */
import { type Lane } from '@reelyard/contracts';

/** Stopped machines that start much sooner than a new one boots; a machine that is scaled in goes back to it. */
export interface WarmPolicy {
  size: number;
  /** Start to usable, the prior while fewer than five were measured. */
  bootSeconds: number;
}

/** Where a pool's machines may come from: it has no capacity only when every pair of them has none. */
export interface Places {
  types: readonly string[];
  zones: readonly string[];
}

export interface PoolPolicy {
  /** Name of the pool in the ledger, e.g. `on-demand`. */
  name: string;
  /** Name of its Auto Scaling group. */
  group: string;
  purchase: 'on-demand' | 'spot';
  min: number;
  max: number;
  /** Launch to usable, the prior while fewer than five boots were measured. */
  bootSeconds: number;
  /** Absent: no warm pool. */
  warm?: WarmPolicy;
  /** Absent: one refused launch is a pool without capacity. */
  places?: Places;
  /** Dollars of one machine. */
  hourlyCost: number;
  /** Interruptions that one machine meets in an hour; the purchase weighs a rerun by it. 0 for on-demand. */
  hazardPerHour: number;
  /** Engines that this pool has; empty means all. */
  engines: readonly string[];
  /**
   * Keep-alive: a machine that nothing waits for stays on for τ seconds, learned from the gaps of its level. Where too few gaps were
   * seen, τ is this.
   */
  idleSeconds: number;
}

/** A proprietary engine of which only so many may run at once. */
export interface SeatPolicy {
  engine: string;
  seats: number;
}

/** Dollars. What binds becomes the reason that jobs show. */
export interface SpendPolicy {
  perHour?: number;
  /** A day of UTC. */
  perDay?: number;
}

/** The law's own dials; every one has a default in `standardDials`. `npm run bench -- scaler` tunes and compares them. */
export interface Dials {
  /** Share of the start-within objective that a task waits without a price: the higher, the fewer machines and the longer waits. */
  patience: number;
  /** Share of the objective for which a task without any machine waits for company before it gets one; 0: at once. */
  gather: number;
  /** Beyond the error budget a late start is worth this many of the dearest boots. */
  lateBoots: number;
  /** Share of what is left of the error budget that one timetable may spend. */
  budgetShare: number;
  /** Forecast arrivals are damped by this many standard deviations; Infinity: no forecast. */
  forecastDamping: number;
  /** What a machine costs beyond its boot: park, drain and termination. */
  switchSeconds: number;
  /** τ of keep-alive stays within [C·low, C·high], C being the replacement's boot plus `switchSeconds`. */
  keepLow: number;
  keepHigh: number;
  /** Quantile of a running task's rest that a waiting task is laid behind, where its progress does not tell yet. */
  restQuantile: number;
}

export interface ScalePolicy {
  pools: readonly PoolPolicy[];
  /** Over all pools. */
  maxInstances: number;
  startWithinSeconds: Readonly<Record<Lane, number>>;
  /** Share of tasks that shall start within it; the rest is the error budget. */
  attainment: number;
  /** Prior of a task's service time: overhead + perMegapixelFrame × frames × pixels / 10⁶. */
  taskSeconds: { overhead: number; perMegapixelFrame: number };
  seats: readonly SeatPolicy[];
  spend: SpendPolicy;
  dials: Dials;
  /** Decide and report, apply nothing. */
  dryRun: boolean;
  /** Share of the fleet that a tick may replace in a rollout. */
  replaceShare: number;
  /** An agent that said nothing for this long is a suspect, never idle. */
  silentMs: number;
  /** Suspect for this long and its leases are taken back: unhealthy. */
  unhealthyMs: number;
  /** A directive must be acknowledged within this time. */
  acknowledgeMs: number;
}

export const standardDials: Dials = {
  patience: 0.5,
  gather: 0,
  lateBoots: 4,
  budgetShare: 0.5,
  forecastDamping: 1,
  switchSeconds: 10,
  keepLow: 0,
  keepHigh: 3,
  restQuantile: 0.5,
};

/** A pending machine older than this many boots counts nothing. */
export const STUCK_BOOTS = 1.5;
/** Never call a boot stuck before this: one reboot at 180 s is part of a normal bootstrap. */
export const STUCK_FLOOR_SECONDS = 240;

export function servesEngine(pool: PoolPolicy, engine: string): boolean {
  return pool.engines.length === 0 || pool.engines.includes(engine);
}
