/**
 * Every state seen, packed: `width` words of 16 bits each, found again by an open hash table over the words themselves, so two states
 * are never taken for one. A state costs 2·width + 16 bytes or so; a Map of strings would cost five times that.
 */
const EMPTY = -1;

export class StateStore {
  readonly #width: number;
  #words: Uint16Array;
  #parents: Int32Array;
  #slots: Int32Array;
  #size = 0;

  constructor(width: number) {
    this.#width = width;
    this.#words = new Uint16Array(width * 1024);
    this.#parents = new Int32Array(1024);
    this.#slots = new Int32Array(4096).fill(EMPTY);
  }

  get size(): number {
    return this.#size;
  }

  /** A view of the state; valid until the next `add`. */
  at(index: number): Uint16Array {
    return this.#words.subarray(index * this.#width, (index + 1) * this.#width);
  }

  parentOf(index: number): number {
    return this.#parents[index] ?? EMPTY;
  }

  /** Index of the state; one that was not there is added with this parent, and answered as `-1 - index`. */
  add(state: Uint16Array, parent: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(state) & mask;
    for (;;) {
      const index = this.#slots[slot] ?? EMPTY;
      if (index === EMPTY) break;
      if (this.#isSame(index, state)) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.#size;
    this.#slots[slot] = index;
    this.#append(state, parent);
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return -1 - index;
  }

  #isSame(index: number, state: Uint16Array): boolean {
    const from = index * this.#width;
    for (let i = 0; i < this.#width; i += 1) if (this.#words[from + i] !== state[i]) return false;
    return true;
  }

  #append(state: Uint16Array, parent: number): void {
    if ((this.#size + 1) * this.#width > this.#words.length) {
      this.#words = grown(this.#words, Uint16Array);
      this.#parents = grown(this.#parents, Int32Array);
    }
    this.#words.set(state, this.#size * this.#width);
    this.#parents[this.#size] = parent;
    this.#size += 1;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#size; index += 1) {
      let slot = hash(this.at(index)) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
    this.#slots = slots;
  }
}

function grown<T extends Uint16Array | Int32Array>(from: T, make: new (length: number) => T): T {
  const to = new make(from.length * 2);
  to.set(from);
  return to;
}

/** FNV-1a over words, with a last mix because the table is indexed by the low bits. */
function hash(state: Uint16Array): number {
  let value = 0x811c9dc5;
  for (const word of state) value = Math.imul(value ^ word, 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

/** Numbers that only ever grow in count. */
export class NumberList {
  #values = new Int32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(value: number): void {
    if (this.#size === this.#values.length) this.#values = grown(this.#values, Int32Array);
    this.#values[this.#size] = value;
    this.#size += 1;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}
