/** One task's hold on a seat. Invariant: once it is given back it is told nothing more, whatever becomes of the seat. */
/** Who holds the seat for all its users. */
export interface SeatKeeper {
  /** Loses it now when its time has passed. */
  check(): void;
  giveBack(grip: SeatGrip): Promise<void>;
}

export class SeatGrip {
  readonly engine: string;
  readonly #lost = new AbortController();
  readonly #keeper: SeatKeeper;
  #isHeld = true;
  #leashAt: number;
  #move: ((leashAt: number) => void) | undefined;

  constructor(engine: string, leashAt: number, keeper: SeatKeeper) {
    this.engine = engine;
    this.#leashAt = leashAt;
    this.#keeper = keeper;
  }

  /** Aborts when another agent took the seat over, or before one could: no engine may run on it a moment longer. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Right before an engine starts: a process that stood still hears of it before its own timers run. */
  check(): void {
    if (this.#isHeld) this.#keeper.check();
  }

  /** The wall instant at which the engine has to be dead, by the last renewal. */
  get leashAt(): number {
    return this.#leashAt;
  }

  /** Called now and after each renewal with that instant. */
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
    await this.#keeper.giveBack(this);
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
