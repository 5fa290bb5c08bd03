/** What the owner decided, as data. Invariant: the core knows no pool by name; adding one is one more entry in `pools`. */
import { type Lane } from '@reelyard/contracts';

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
  /** A machine stays this long after its last task. */
  idleSeconds: number;
  /** Only orders pools; any unit. */
  hourlyCost: number;
  /** Engines that this pool has; empty means all. */
  engines: readonly string[];
}

export interface ScalePolicy {
  pools: readonly PoolPolicy[];
  /** Over all pools. */
  maxInstances: number;
  startWithinSeconds: Readonly<Record<Lane, number>>;
  /** Prior of a task's service time: overhead + perMegapixelFrame × frames × pixels / 10⁶. */
  taskSeconds: { overhead: number; perMegapixelFrame: number };
  /** An agent that said nothing for this long is a suspect, never idle. */
  silentMs: number;
  /** Suspect for this long and its leases are taken back: unhealthy. */
  unhealthyMs: number;
  /** A directive must be acknowledged within this time. */
  acknowledgeMs: number;
}

/** Cold pools: share of the start-within objective that may pass, and of the task's own length, before a machine is added. */
export const ALPHA = 0.25;
export const KAPPA = 0.5;
/** A pending machine older than this many boots counts nothing. */
export const STUCK_BOOTS = 1.5;
/** Never call a boot stuck before this: one reboot at 180 s is part of a normal bootstrap. */
export const STUCK_FLOOR_SECONDS = 240;

export function servesEngine(pool: PoolPolicy, engine: string): boolean {
  return pool.engines.length === 0 || pool.engines.includes(engine);
}
