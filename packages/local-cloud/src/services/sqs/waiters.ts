/**
 * Long polls of one queue, in order of arrival. A message goes to the first waiter alone; a waiter leaves when it was
 * served, its time is over or its client went away, and takes nothing with it.
 */
export interface Waiter {
  /** Serve it with what is ready; false when nothing was after all. */
  serve(): boolean;
  /** Send it away with nothing. */
  dismiss(): void;
}

export class Waiters {
  readonly #waiting = new Set<Waiter>();

  get count(): number {
    return this.#waiting.size;
  }

  join(waiter: Waiter): void {
    this.#waiting.add(waiter);
  }

  leave(waiter: Waiter): void {
    this.#waiting.delete(waiter);
  }

  /** Serve in order until one finds nothing. */
  wake(): void {
    for (const waiter of this.#waiting) {
      if (!waiter.serve()) return;
      this.#waiting.delete(waiter);
    }
  }

  /** The queue is gone, or the server stops. */
  dismissAll(): void {
    for (const waiter of this.#waiting) waiter.dismiss();
  }
}
