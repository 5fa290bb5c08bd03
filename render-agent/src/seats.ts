/**
 * The seats of proprietary engines that this agent holds: at most one per engine, since one engine runs at a time. A task claimed ahead
 * shares the seat of the one that renders. Invariant: the seat goes back when its last user is past the engine.
 */
import { type SeatLease } from '@reelyard/ledger';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type AgentLedger } from './ports.ts';

export interface SeatOptions {
  ledger: Pick<AgentLedger, 'takeSeat' | 'renewSeat' | 'returnSeat'>;
  clock: Clock;
  log: Logger;
  owner: string;
  leaseMs: number;
}

export class AgentSeats {
  readonly #options: SeatOptions;
  readonly #held = new Map<string, { seat: SeatLease; users: number }>();

  constructor(options: SeatOptions) {
    this.#options = options;
  }

  /** @returns false when all of them are in use. Rejects with FarmError when the ledger cannot be reached. */
  async take(engine: string, seats: number): Promise<boolean> {
    const held = this.#held.get(engine);
    if (held) {
      held.users += 1;
      return true;
    }
    const { ledger, clock, log, owner, leaseMs } = this.#options;
    const seat = await ledger.takeSeat(engine, seats, owner, leaseMs, clock.now());
    if (!seat) return false;
    this.#held.set(engine, { seat, users: 1 });
    log.info('seat.taken', { engine, seat: seat.n, epoch: seat.epoch });
    return true;
  }

  /** @returns false when another agent took it over: then no engine may run on it. */
  async renew(engine: string): Promise<boolean> {
    const held = this.#held.get(engine);
    if (!held) return false;
    const { ledger, clock, log, leaseMs } = this.#options;
    try {
      const isOurs = await ledger.renewSeat(held.seat, leaseMs, clock.now());
      if (!isOurs && this.#held.get(engine) === held) this.#held.delete(engine);
      return isOurs;
    } catch (error) {
      log.warn('ledger.unreachable', { during: 'seat', error });
      return true;
    }
  }

  async giveBack(engine: string): Promise<void> {
    const held = this.#held.get(engine);
    if (!held) return;
    held.users -= 1;
    if (held.users > 0) return;
    this.#held.delete(engine);
    const { ledger, log } = this.#options;
    await ledger.returnSeat(held.seat).catch((error: unknown) => log.warn('seat.return-failed', { engine, error }));
  }
}
