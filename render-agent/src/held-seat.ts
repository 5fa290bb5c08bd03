/**
 * One seat of this agent, renewed until nobody here uses it. Invariant: whoever uses it is told that it is lost before anybody else may
 * hold it, whether another took it over, the ledger does not answer, or this process did not run.
 */
import { type SeatLease } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';
import { retryDelayMs } from './core/keep-lease.ts';
import { type Instant, type SeatDeadline, leftUntil, renewMsOf, seatDeadline } from './seat-deadline.ts';
import { SeatGrip } from './seat-grip.ts';
import { type SeatOptions } from './seat-options.ts';

export class HeldSeat {
  readonly #seat: SeatLease;
  readonly #options: SeatOptions;
  readonly #grips = new Set<SeatGrip>();
  readonly #over = new AbortController();
  readonly #onOver: () => void;
  #deadline: SeatDeadline;

  /** @param askedAt when the ledger was asked for it  @param onOver called once, when nobody here may use it any more */
  constructor(seat: SeatLease, askedAt: Instant, options: SeatOptions, onOver: () => void) {
    this.#seat = seat;
    this.#options = options;
    this.#onOver = onOver;
    this.#deadline = seatDeadline(askedAt, options.times.leaseMs);
    void this.#watch();
    void this.#renew();
  }

  /** Undefined when it is lost. */
  grip(): SeatGrip | undefined {
    if (this.#over.signal.aborted || this.#leftMs() <= 0) return undefined;
    const grip = new SeatGrip(this.#seat.engine, this.#deadline.leashAt, {
      check: () => this.#check(),
      giveBack: (given) => this.#take(given),
    });
    this.#grips.add(grip);
    return grip;
  }

  #leftMs(): number {
    return leftUntil(this.#deadline.agentAt, instantOf(this.#options.clock));
  }

  #check(): void {
    if (this.#leftMs() <= 0) this.#lose('not-renewed');
  }

  async #take(grip: SeatGrip): Promise<void> {
    this.#grips.delete(grip);
    if (this.#grips.size > 0 || this.#over.signal.aborted) return;
    this.#end();
    const { ledger, log } = this.#options;
    const { engine } = this.#seat;
    await ledger.returnSeat(this.#seat).catch((error: unknown) => log.warn('seat.return-failed', { engine, error }));
  }

  #end(): void {
    this.#over.abort();
    this.#onOver();
  }

  #lose(because: 'taken-over' | 'not-renewed'): void {
    if (this.#over.signal.aborted) return;
    const { engine, n, epoch } = this.#seat;
    this.#options.log.warn('seat.lost', { engine, seat: n, epoch, because });
    this.#end();
    for (const grip of this.#grips) grip.lose();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      const leftMs = this.#leftMs();
      if (leftMs <= 0) return this.#lose('not-renewed');
      await this.#options.clock.sleep(leftMs, signal);
    }
  }

  async #renew(): Promise<void> {
    const { clock, times } = this.#options;
    const { signal } = this.#over;
    const everyMs = renewMsOf(times);
    for (let failures = 0; ;) {
      await clock.sleep(failures === 0 ? everyMs : retryDelayMs(failures, everyMs), signal);
      if (signal.aborted) return;
      const isOurs = await this.#renewOnce();
      failures = isOurs === undefined ? failures + 1 : 0;
      if (isOurs === false) return this.#lose('taken-over');
    }
  }

  /** @returns undefined while nobody knows */
  async #renewOnce(): Promise<boolean | undefined> {
    const { ledger, clock, log, times } = this.#options;
    const askedAt = instantOf(clock);
    try {
      const isOurs = await ledger.renewSeat(this.#seat, times.leaseMs, askedAt.wall);
      if (isOurs && !this.#over.signal.aborted) this.#extend(seatDeadline(askedAt, times.leaseMs));
      return isOurs;
    } catch (error) {
      log.warn('ledger.unreachable', { during: 'seat', error });
      return undefined;
    }
  }

  #extend(deadline: SeatDeadline): void {
    this.#deadline = deadline;
    for (const grip of this.#grips) grip.renewed(deadline.leashAt);
  }
}

export const instantOf = (clock: Clock): Instant => ({ wall: clock.now(), monotonic: clock.monotonic() });
