/**
 * How long an agent without a seat leaves doorbells alone. Invariant: a task that waits for a seat is never in the hands of somebody who
 * has none: its doorbell goes back at once, and whoever lacked a seat rests, so that those who hold one find it.
 */
import { type Clock } from '@reelyard/runtime';
import { type InstalledEngine } from './ports.ts';

export interface SeatRestOptions {
  clock: Clock;
  random(): number;
  engines: ReadonlyMap<string, InstalledEngine>;
  times: { leaseMs: number };
}

/** Shares of the lease time, after which a dead holder's seat is free at the latest: 5 to 15 s of 60 s. */
const SHORTEST = 1 / 12;
const SPREAD = 1 / 6;

export class SeatRest {
  readonly #options: SeatRestOptions;
  #until = 0;

  constructor(options: SeatRestOptions) {
    this.#options = options;
  }

  /** @returns for how many seconds the doorbell is best given back: one of another engine may be next where there is one */
  begin(): number {
    const { clock, engines, random, times } = this.#options;
    const restMs = times.leaseMs * (SHORTEST + SPREAD * random());
    const canDoOther = [...engines.values()].some(({ manifest }) => !manifest.license);
    if (canDoOther) return Math.ceil(restMs / 1_000);
    this.#until = clock.monotonic() + restMs;
    return 0;
  }

  /** 0 when it is over. */
  get leftMs(): number {
    return Math.max(0, Math.ceil(this.#until - this.#options.clock.monotonic()));
  }
}
