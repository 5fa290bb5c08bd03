/** Time as a port. `now` is wall time in epoch milliseconds; `monotonic` never goes back and is only good for differences. */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

interface Sleeper {
  wakeAt: number;
  wake: () => void;
}

/** What runs by now gets its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that tests move by hand. */
export class ManualClock implements Clock {
  readonly #rest: () => Promise<void>;
  #now: number;
  #sleepers: Sleeper[] = [];

  /** @param rest resolves when time may move on; a call over a socket that is under way takes real time, and none of this clock's */
  constructor(startAt = 1_750_000_000_000, rest = turn) {
    this.#now = startAt;
    this.#rest = rest;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = { wakeAt: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Moves time on and wakes, in order, every sleeper that is due; lets promises settle between wakes. */
  async advance(ms: number): Promise<void> {
    await this.#rest();
    const until = this.#now + ms;
    for (;;) {
      const due = this.#sleepers.filter((sleeper) => sleeper.wakeAt <= until).sort((a, b) => a.wakeAt - b.wakeAt)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.wakeAt);
      this.#sleepers = this.#sleepers.filter((other) => other !== due);
      due.wake();
      await this.#rest();
    }
    this.#now = until;
    await this.#rest();
  }

  /** Time passes while the process stands still: whoever is due by then wakes once, and late. Days cost no more than seconds. */
  async skip(ms: number): Promise<void> {
    this.#now += ms;
    await this.advance(0);
  }

  /** How many wait on this clock. */
  get sleepers(): number {
    return this.#sleepers.length;
  }
}
