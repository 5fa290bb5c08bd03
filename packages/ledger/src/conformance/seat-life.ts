/**
 * A random life of a few agents that share the seats of one engine: each with a clock of its own, some of them silent for as long as they
 * like, requests that arrive long after they were sent. What is checked is use, not rows: an agent uses a seat from the answer until it
 * gives it back, hears that it is lost, or its own clock says that it must have stopped.
 */
import { type FleetLedger, type SeatLease } from '../ledger.ts';
import { SEAT_CLOCKS_DIFFER } from '../seats.ts';
import { answer } from './answer.ts';
import { MINUTE, NOW } from './builders.ts';
import { Dice } from './dice.ts';

export type SeatLedger = Pick<FleetLedger, 'takeSeat' | 'renewSeat' | 'returnSeat'>;

export interface SeatLifeOptions {
  seed: number;
  steps: number;
  /** Share of the lease for which an agent trusts its seat; what is not broken trusts `1 - SEAT_CLOCKS_DIFFER`. */
  trust?: number;
  /** Runs all at the same time. */
  together?: (operations: readonly (() => Promise<void>)[]) => Promise<void>;
}

export interface SeatLifeResult {
  found: string[];
  /** How often each happened: what never happened proves nothing. */
  seen: Record<string, number>;
}

const LEASE = MINUTE;
const ENGINE = 'pro';

type Request = { kind: 'renewal'; seat: SeatLease; askedAt: number } | { kind: 'return'; seat: SeatLease };

interface Holder {
  owner: string;
  /** Its wall clock less the true time. */
  offset: number;
  uses?: { seat: SeatLease; untilOwn: number };
  /** Requests that it sent once and that may arrive at any time. */
  earlier: Request[];
}

export async function runSeatLife(ledger: SeatLedger, options: SeatLifeOptions): Promise<SeatLifeResult> {
  const life = new SeatLife(ledger, options);
  for (let step = 0; step < options.steps; step += 1) await life.step();
  return { found: life.found, seen: life.seen };
}

class SeatLife {
  readonly found: string[] = [];
  readonly seen: Record<string, number> = {};
  readonly #ledger: SeatLedger;
  readonly #dice: Dice;
  readonly #holders: Holder[];
  readonly #seats: number;
  readonly #trust: number;
  readonly #together: NonNullable<SeatLifeOptions['together']>;
  #now = NOW;

  constructor(ledger: SeatLedger, { seed, trust = 1 - SEAT_CLOCKS_DIFFER, together }: SeatLifeOptions) {
    this.#ledger = ledger;
    this.#dice = new Dice(seed);
    this.#seats = 1 + this.#dice.below(3);
    this.#trust = trust;
    this.#together = together ?? (async (all) => void (await Promise.all(all.map((run) => run()))));
    this.#holders = Array.from({ length: this.#seats + 2 }, (_, n) => ({
      owner: `i-${n}/1`,
      // Two clocks differ by at most the share that the rule allows for.
      offset: Math.round((this.#dice.random() - 0.5) * SEAT_CLOCKS_DIFFER * LEASE),
      earlier: [],
    }));
  }

  async step(): Promise<void> {
    this.#now += this.#dice.chance(0.3) ? this.#dice.below(LEASE) : this.#dice.below(LEASE / 6);
    const crowd = this.#holders.filter(() => this.#dice.chance(0.5));
    await this.#together(crowd.map((holder) => this.#act(holder)));
    this.#check();
  }

  #act(holder: Holder): () => Promise<void> {
    const luck = this.#dice.random();
    const late = this.#dice.one(holder.earlier);
    if (late && luck < 0.1) return () => this.#arriveLate(late);
    if (!holder.uses) return () => this.#take(holder);
    if (luck < 0.2) return () => this.#giveBack(holder);
    if (luck < 0.25) return () => this.#forget(holder);
    return () => this.#renew(holder);
  }

  #own(holder: Holder): number {
    return this.#now + holder.offset;
  }

  async #take(holder: Holder): Promise<void> {
    const askedAt = this.#own(holder);
    const seat = await answer(this.#ledger.takeSeat(ENGINE, this.#seats, holder.owner, LEASE, askedAt));
    if (!seat) return this.#saw('found none free');
    this.#saw(seat.epoch > 1 ? 'took a seat that had been used' : 'took a fresh seat');
    holder.uses = { seat, untilOwn: askedAt + this.#trust * LEASE };
  }

  async #renew(holder: Holder): Promise<void> {
    const { uses } = holder;
    if (!uses) return;
    const askedAt = this.#own(holder);
    if (uses.untilOwn <= askedAt) return this.#stopLate(holder, uses.seat);
    const isOurs = await answer(this.#ledger.renewSeat(uses.seat, LEASE, askedAt));
    if (isOurs === undefined) return this.#saw('renewed in vain');
    holder.earlier.push({ kind: 'renewal', seat: uses.seat, askedAt });
    uses.untilOwn = askedAt + this.#trust * LEASE;
    this.#saw('renewed');
    if (!isOurs) this.found.push(`S13 ${holder.owner} lost seat ${uses.seat.n} while it used it`);
  }

  /** It was silent for too long: whatever the ledger would say now, its engine is dead. */
  #stopLate(holder: Holder, seat: SeatLease): Promise<void> {
    delete holder.uses;
    holder.earlier.push({ kind: 'return', seat });
    this.#saw('stopped by its own clock');
    return answer(this.#ledger.returnSeat(seat)).then(() => undefined);
  }

  async #giveBack(holder: Holder): Promise<void> {
    const { uses } = holder;
    delete holder.uses;
    if (!uses) return;
    holder.earlier.push({ kind: 'return', seat: uses.seat });
    if (await answer(this.#ledger.returnSeat(uses.seat))) this.#saw('gave its seat back');
  }

  /** The machine is gone. */
  async #forget(holder: Holder): Promise<void> {
    this.#saw('died');
    delete holder.uses;
    await Promise.resolve();
  }

  async #arriveLate(request: Request): Promise<void> {
    const { returnSeat, renewSeat } = this.#ledger;
    const { seat } = request;
    await answer(request.kind === 'return' ? returnSeat(seat) : renewSeat(seat, LEASE, request.askedAt));
    this.#saw(`a late ${request.kind}`);
  }

  #saw(what: string): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1;
  }

  #check(): void {
    const using = this.#holders.filter((holder) => (holder.uses?.untilOwn ?? 0) > this.#own(holder));
    const seats = new Set(using.map(({ uses }) => uses?.seat.n));
    const who = using.map(({ owner, uses }) => `${owner} seat ${uses?.seat.n} epoch ${uses?.seat.epoch}`).join(', ');
    if (using.length > this.#seats) this.found.push(`S13 ${using.length} of ${this.#seats} seats: ${who}`);
    else if (seats.size < using.length) this.found.push(`S13 one seat twice: ${who}`);
    if (using.length === this.#seats) this.#saw('used every seat');
  }
}
