/**
 * Time that passes only when something is to happen. Invariant: one thing happens at a time, in order of time and then of asking, and all
 * that follows from it without waiting has happened before the next does.
 */
import { EventQueue } from '../../../packages/simulator/src/kernel/event-queue.ts';

/** The first instant of every run. */
export const BIRTH = Date.UTC(2026, 0, 5, 8);

export class VirtualTime {
  readonly #events = new EventQueue();
  /** How many things happened. */
  steps = 0;
  #hasRun = false;

  get now(): number {
    return Math.max(BIRTH, this.#events.now);
  }

  /** @returns takes it back */
  at(instant: number, run: () => void): () => void {
    let isWanted = true;
    this.#events.push(Math.max(instant, this.now), () => {
      if (!isWanted) return;
      this.#hasRun = true;
      this.steps += 1;
      run();
    });
    return () => {
      isWanted = false;
    };
  }

  after(ms: number, run: () => void): () => void {
    return this.at(this.now + ms, run);
  }

  /** Until the instant, or until nothing is left to happen. */
  async pass(until: number): Promise<void> {
    await settled();
    for (;;) {
      const next = this.#events.peekAt();
      if (next === undefined || next > until) break;
      this.#hasRun = false;
      this.#events.step();
      if (this.#hasRun) await settled();
    }
    this.at(until, () => undefined);
    this.#events.step();
  }
}

/** Every promise that could settle has: nothing in a run waits for the platform. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
