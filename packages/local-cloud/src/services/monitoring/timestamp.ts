/** An instant of a reply: seconds as a number in JSON, a tagged number in CBOR. */
export class Timestamp {
  readonly seconds: number;

  /** @param at milliseconds */
  constructor(at: number) {
    this.seconds = at / 1000;
  }

  toJSON(): number {
    return this.seconds;
  }
}
