/** A fair sample of a stream of unknown length: each value is as likely as any other to be in it (Vitter, algorithm R). */
export class Reservoir {
  readonly #size: number;
  readonly #random: () => number;
  readonly #values: number[] = [];
  #seen = 0;

  /** @param random 0 ≤ r < 1 */
  constructor(size: number, random: () => number) {
    this.#size = size;
    this.#random = random;
  }

  add(value: number): void {
    this.#seen += 1;
    const at = this.#seen <= this.#size ? this.#seen - 1 : Math.floor(this.#random() * this.#seen);
    if (at < this.#size) this.#values[at] = value;
  }

  get values(): readonly number[] {
    return this.#values;
  }
}
