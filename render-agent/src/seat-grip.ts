/** One task's hold on a seat. Invariant: once it is given back it is told nothing more, whatever becomes of the seat. */
export class SeatGrip {
  readonly engine: string;
  readonly #lost = new AbortController();
  readonly #giveBack: (grip: SeatGrip) => Promise<void>;
  #isHeld = true;
  #leashAt: number;
  #move: ((leashAt: number) => void) | undefined;

  constructor(engine: string, leashAt: number, giveBack: (grip: SeatGrip) => Promise<void>) {
    this.engine = engine;
    this.#leashAt = leashAt;
    this.#giveBack = giveBack;
  }

  /** Aborts when another agent took the seat over, or before one could: no engine may run on it a moment longer. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Called now and after each renewal with the wall instant at which the engine has to be dead. */
  tie(move: (leashAt: number) => void): void {
    this.#move = move;
    move(this.#leashAt);
  }

  untie(): void {
    this.#move = undefined;
  }

  /** Safe to repeat. */
  async giveBack(): Promise<void> {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.untie();
    await this.#giveBack(this);
  }

  /** For the keeper of the seat. */
  renewed(leashAt: number): void {
    this.#leashAt = leashAt;
    this.#move?.(leashAt);
  }

  lose(): void {
    if (this.#isHeld) this.#lost.abort();
  }
}
