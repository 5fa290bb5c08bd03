/**
 * The seats of proprietary engines that this agent holds: at most one per engine, since one engine runs at a time. A task claimed ahead
 * shares the seat of the one that renders. Invariant: the seat goes back when its last user is past the engine, and not before.
 */
import { HeldSeat, instantOf } from './held-seat.ts';
import { type SeatGrip } from './seat-grip.ts';
import { type SeatOptions } from './seat-options.ts';

export class AgentSeats {
  readonly #options: SeatOptions;
  readonly #held = new Map<string, HeldSeat>();

  constructor(options: SeatOptions) {
    this.#options = options;
  }

  /** @returns undefined when all of them are in use. Rejects with FarmError when the ledger cannot be reached. */
  async take(engine: string, seats: number): Promise<SeatGrip | undefined> {
    return this.#held.get(engine)?.grip() ?? this.#takeAnother(engine, seats);
  }

  async #takeAnother(engine: string, seats: number): Promise<SeatGrip | undefined> {
    const { ledger, clock, log, owner, times } = this.#options;
    const askedAt = instantOf(clock);
    const seat = await ledger.takeSeat(engine, seats, owner, times.leaseMs, askedAt.wall);
    if (!seat) return undefined;
    log.info('seat.taken', { engine, seat: seat.n, epoch: seat.epoch });
    // An answer that took longer than the lease makes a seat that is over before it is ours.
    const isOver = (): void => {
      if (this.#held.get(engine) === held) this.#held.delete(engine);
    };
    let held: HeldSeat | undefined = undefined;
    held = new HeldSeat(seat, askedAt, this.#options, isOver);
    const grip = held.grip();
    if (grip) this.#held.set(engine, held);
    return grip;
  }
}
