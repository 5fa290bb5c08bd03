/** The clock of the machine, but for the hours that a test lets pass in an instant: what is to take long need not, and nothing races. */
import { type Clock, systemClock } from '@reelyard/runtime';

export class LeapClock implements Clock {
  #leaptMs = 0;
  readonly #asleep = new Set<AbortController>();

  now(): number {
    return systemClock.now() + this.#leaptMs;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#leaptMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const wakeAt = this.monotonic() + ms;
    do {
      const nap = new AbortController();
      this.#asleep.add(nap);
      const until = signal ? AbortSignal.any([signal, nap.signal]) : nap.signal;
      await systemClock.sleep(wakeAt - this.monotonic(), until);
      this.#asleep.delete(nap);
    } while (!signal?.aborted && this.monotonic() < wakeAt);
  }

  /** Whoever is due by then wakes now. */
  leap(ms: number): void {
    this.#leaptMs += ms;
    for (const nap of this.#asleep) nap.abort();
  }
}
