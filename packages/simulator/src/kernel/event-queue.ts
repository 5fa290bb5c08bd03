/** What happens next. Invariant: events run by time, and those of one instant in the order in which they were asked for. */

export interface Event {
  at: number;
  order: number;
  run: () => void;
}

export class EventQueue {
  readonly #heap: Event[] = [];
  #order = 0;
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /** @param at not before now */
  push(at: number, run: () => void): void {
    const event = { at: Math.max(at, this.#now), order: (this.#order += 1), run };
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
  }

  after(seconds: number, run: () => void): void {
    this.push(this.#now + seconds, run);
  }

  /** When the next event is; undefined when there is none. */
  peekAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** Moves the clock to the next event and runs it; false when there is none. */
  step(): boolean {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (!first || !last) return false;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    this.#now = first.at;
    first.run();
    return true;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfLater(parent, at)) return;
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#isLater(left, left + 1) ? left + 1 : left;
      if (!this.#swapIfLater(at, child)) return;
      at = child;
    }
  }

  #swapIfLater(parent: number, child: number): boolean {
    const [a, b] = [this.#heap[parent], this.#heap[child]];
    if (!a || !b || !isLater(a, b)) return false;
    this.#heap[parent] = b;
    this.#heap[child] = a;
    return true;
  }

  #isLater(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    return first !== undefined && second !== undefined && isLater(first, second);
  }
}

function isLater(a: Event, b: Event): boolean {
  return a.at > b.at || (a.at === b.at && a.order > b.order);
}
