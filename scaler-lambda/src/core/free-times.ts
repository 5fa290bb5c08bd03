/**
 * When each machine of a pool comes free, as a binary heap of numbers: the earliest is on top. A tick asks this thousands of times, so it is
 * plain arrays and replaces its top in place. New machines all come at once, so they stand beside the heap until they get their first task.
 */
export class FreeTimes {
  readonly #at: Float64Array;
  readonly #name: Int32Array;
  readonly #more: NewMachines;
  #size: number;
  #fresh: number;

  /** @param at instants, one a machine; machine n is called n, and the new ones count on from there */
  constructor(at: readonly number[], more: NewMachines = NO_MORE) {
    this.#size = at.length;
    this.#more = more;
    this.#fresh = more.count;
    this.#at = new Float64Array(at.length + more.count);
    this.#at.set(at);
    this.#name = new Int32Array(at.length + more.count);
    for (let n = 0; n < this.#name.length; n += 1) this.#name[n] = n;
    for (let place = (at.length >> 1) - 1; place >= 0; place -= 1) this.#sink(place);
  }

  /** Infinity when there is no machine. */
  get first(): number {
    const top = this.#size > 0 ? (this.#at[0] ?? Infinity) : Infinity;
    return this.#fresh > 0 && this.#more.at < top ? this.#more.at : top;
  }

  /** Which machine that is; −1 when there is none. */
  get firstName(): number {
    if (this.#isFreshFirst()) return this.#size;
    return this.#size > 0 ? (this.#name[0] ?? -1) : -1;
  }

  /** The first serves until then. */
  occupyFirst(until: number): void {
    if (this.#isFreshFirst()) this.#rise(until);
    else {
      this.#at[0] = until;
      this.#sink(0);
    }
  }

  #isFreshFirst(): boolean {
    return this.#fresh > 0 && (this.#size === 0 || this.#more.at < (this.#at[0] ?? Infinity));
  }

  /** The next new machine joins the heap; its name is its place already. */
  #rise(until: number): void {
    const [at, name] = [this.#at, this.#name];
    let place = this.#size;
    const who = place;
    this.#size += 1;
    this.#fresh -= 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((at[parent] ?? Infinity) <= until) break;
      at[place] = at[parent] ?? Infinity;
      name[place] = name[parent] ?? -1;
      place = parent;
    }
    at[place] = until;
    name[place] = who;
  }

  #sink(from: number): void {
    const [at, name, size] = [this.#at, this.#name, this.#size];
    const [time, who] = [at[from] ?? Infinity, name[from] ?? -1];
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && (at[child + 1] ?? Infinity) < (at[child] ?? Infinity)) child += 1;
      if ((at[child] ?? Infinity) >= time) break;
      at[place] = at[child] ?? Infinity;
      name[place] = name[child] ?? -1;
      place = child;
    }
    at[place] = time;
    name[place] = who;
  }
}

/** So many that come free at the same instant. */
export interface NewMachines {
  count: number;
  at: number;
}

const NO_MORE: NewMachines = { count: 0, at: 0 };
