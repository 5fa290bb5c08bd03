/**
 * License seats under their own transitions: agents whose clocks differ, requests that arrive whenever they like, a holder that stops by its own clock.
 * S13 is about use: no more agents use a seat than there are seats, and no seat is used twice.
 */
import { applyChanges, type Item } from '@reelyard/ledger';
import { type Model } from './explore.ts';
import { partsOf, type Protocol, type SeatTable } from './protocol.ts';
import { type Emit } from './turn.ts';

export interface SeatConfiguration {
  readonly name: string;
  readonly about: string;
  readonly seats: number;
  readonly agents: number;
  /** No seat is taken more often: within one tick it could be taken and given back for ever. */
  readonly epochs: number;
  /** Time ends here, in ticks. */
  readonly ticks: number;
}

/** A tick is the time by which clocks may differ, and what a holder stops early; a lease is this many. Production's is 20 of them. */
const LEASE = 2;
const NO_TASK = { tenant: '', job: '', n: 0 };

interface Request {
  readonly kind: keyof SeatTable;
  readonly n: number;
  readonly epoch: number;
  readonly askedAt: number;
}

interface Holder {
  /** Uses the seat until its own clock says so. */
  readonly uses?: { readonly n: number; readonly epoch: number; readonly until: number };
  /** Sent once, and still on its way. */
  readonly late?: Request;
}

type Go = (next: Holder, rows: readonly Item[], label: string) => void;

interface Seats {
  readonly now: number;
  readonly rows: readonly Item[];
  readonly holders: readonly Holder[];
}

export class SeatModel implements Model {
  readonly width = 2;
  readonly seen = new Set<string>();
  readonly #config: SeatConfiguration;
  readonly #protocol: Protocol;
  readonly #states: Seats[] = [];
  readonly #ids = new Map<string, number>();
  readonly #results = new Map<string, readonly Item[] | undefined>();

  constructor(config: SeatConfiguration, protocol: Protocol) {
    this.#config = config;
    this.#protocol = protocol;
  }

  initial(): Uint16Array {
    const holders = Array.from({ length: this.#config.agents }, () => ({}));
    return this.#pack({ now: 0, rows: [], holders });
  }

  expand(words: Uint16Array, emit: Emit): void {
    const state = this.#unpack(words);
    // Only time is calm: agents may ask for ever, and what they do not give back runs out.
    const go = (next: Seats, label: () => string, isCalm = false): void =>
      emit(this.#pack(next), isCalm, judge(next, this.#config), label);
    if (state.now < this.#config.ticks) go(passed(state, this.#config.agents), () => 'a tick passes', true);
    for (const [at, holder] of state.holders.entries()) {
      const put = (change: Holder, rows = state.rows): Seats => ({
        ...state,
        rows,
        holders: state.holders.map((other, i) => (i === at ? change : other)),
      });
      const step: Go = (next, rows, label) => go(put(next, rows), () => `agent ${at}: ${label}`);
      this.#ask(state, at, holder, step);
      this.#arriveLate(state, at, holder, step);
    }
  }

  isAtRest(words: Uint16Array): boolean {
    return this.#unpack(words).now === this.#config.ticks;
  }

  describe(words: Uint16Array): string[] {
    const { now, rows, holders } = this.#unpack(words);
    const lines = rows.map(
      (row) =>
        `seat ${String(row['n'])}: epoch ${String(row['epoch'])} of ${String(row['owner'] ?? 'nobody')} until ${String(row['leaseUntil'])}`,
    );
    const users = holders.map(
      ({ uses }, at) =>
        `agent ${at}: ${uses ? `uses seat ${uses.n}, epoch ${uses.epoch}, until ${uses.until} by its clock` : 'uses none'}`,
    );
    return [`tick ${now}`, ...lines, ...users];
  }

  /** What the agent may send now. An agent's clock is ahead of the true time by its number, at most by one tick. */
  #ask(state: Seats, at: number, holder: Holder, go: Go): void {
    const askedAt = ownClock(state.now, at);
    const { uses } = holder;
    if (uses) {
      const seat = { n: uses.n, epoch: uses.epoch, askedAt };
      this.#send(state, at, holder, { kind: 'renew', ...seat }, go);
      this.#send(state, at, holder, { kind: 'giveBack', ...seat }, go);
      return;
    }
    for (let n = 0; n < this.#config.seats; n += 1) {
      const row = state.rows.find((other) => other['n'] === n);
      const take: Request = { kind: 'take', n, epoch: Number(row?.['epoch'] ?? 0) + 1, askedAt };
      if (take.epoch > this.#config.epochs) continue;
      // Production would not ask for a seat that it sees held; the guards have to refuse it all the same.
      if (row && Number(row['leaseUntil']) > askedAt && !this.#apply(state.rows, take, `i-${at}`)) continue;
      this.#send(state, at, holder, take, go);
    }
  }

  /** The request is answered at once; or it is late, and nobody will hear its answer; or both, when it is sent twice. */
  #send(state: Seats, at: number, holder: Holder, request: Request, go: Go): void {
    const rows = this.#apply(state.rows, request, `i-${at}`);
    const time = { trusted: this.#trusted(), own: ownClock(state.now, at) };
    const after = answered(holder, request, rows !== undefined, time);
    const label = `${request.kind} of seat ${request.n}, epoch ${request.epoch}, ${rows ? 'takes effect' : 'is refused'}`;
    go(after, rows ?? state.rows, label);
    if (holder.late) return;
    if (rows) go({ ...after, late: request }, rows, `${label}, and is sent again`);
    const { uses, ...rest } = holder;
    const keeps = uses && request.kind === 'renew' ? { uses } : {};
    go({ ...rest, ...keeps, late: request }, state.rows, `${request.kind} of seat ${request.n} is on its way`);
  }

  #arriveLate(state: Seats, at: number, { late, ...rest }: Holder, go: Go): void {
    if (!late) return;
    const rows = this.#apply(state.rows, late, `i-${at}`);
    const label = `late ${late.kind} of seat ${late.n}, epoch ${late.epoch}, ${rows ? 'takes effect' : 'is refused'}`;
    go(rest, rows ?? state.rows, label);
  }

  #trusted(): number {
    return Math.round((this.#protocol.trust ?? (LEASE - 1) / LEASE) * LEASE);
  }

  #apply(rows: readonly Item[], request: Request, owner: string): readonly Item[] | undefined {
    const key = JSON.stringify([rows, request, owner]);
    if (!this.#results.has(key)) this.#results.set(key, this.#evaluate(rows, request, owner));
    return this.#results.get(key);
  }

  #evaluate(rows: readonly Item[], request: Request, owner: string): readonly Item[] | undefined {
    const { kind, n, epoch, askedAt } = request;
    const transition = this.#protocol.seats[kind];
    const params = { ref: NO_TASK, now: askedAt, engine: 'pro', n, epoch, epochBefore: epoch - 1, owner };
    const [changes = []] = partsOf(this.#protocol, transition, { ...params, leaseUntil: askedAt + LEASE });
    const result = applyChanges(({ pk, sk }) => rows.find((row) => row.pk === pk && row.sk === sk), changes);
    if (result.kind === 'refused') return undefined;
    this.seen.add(transition.id);
    const written = result.written.flatMap(({ after }) => after ?? []);
    const others = rows.filter((row) => !written.some(({ sk }) => sk === row.sk));
    return [...others, ...written].sort((a, b) => Number(a['n']) - Number(b['n']));
  }

  #pack(state: Seats): Uint16Array {
    const text = JSON.stringify(state);
    const id = this.#ids.get(text) ?? this.#states.push(state) - 1;
    this.#ids.set(text, id);
    return Uint16Array.of(id & 0xffff, id >>> 16);
  }

  #unpack(words: Uint16Array): Seats {
    const state = this.#states[(words[0] ?? 0) + (words[1] ?? 0) * 65_536];
    if (!state) throw new RangeError('no such state');
    return state;
  }
}

const stopped = ({ late }: Holder): Holder => (late ? { late } : {});

/** Every second agent's clock is a tick ahead. */
const ownClock = (now: number, at: number): number => now + (at % 2);

/** What an answer that was waited for makes of the holder. */
function answered(
  holder: Holder,
  { kind, n, epoch, askedAt }: Request,
  isApplied: boolean,
  time: { trusted: number; own: number },
): Holder {
  const rest = stopped(holder);
  if (kind === 'giveBack') return rest;
  const until = askedAt + time.trusted;
  // An answer that took too long gives nothing that could still be used.
  if (isApplied && until <= time.own) return rest;
  if (isApplied) return { ...rest, uses: { n, epoch, until } };
  return kind === 'take' ? holder : rest;
}

/** A tick later; who must have stopped by its own clock has. */
function passed(state: Seats, agents: number): Seats {
  const now = state.now + 1;
  const holders = state.holders.slice(0, agents).map((holder, at) => {
    if (!holder.uses || holder.uses.until > ownClock(now, at)) return holder;
    return stopped(holder);
  });
  return { ...state, now, holders };
}

function judge({ holders }: Seats, { seats }: SeatConfiguration): string[] {
  const used = holders.flatMap(({ uses }) => (uses ? [uses.n] : []));
  if (used.length > seats) return [`S13 ${used.length} agents use ${seats} seats`];
  return new Set(used).size < used.length ? ['S13 one seat is used by two agents'] : [];
}

export const SEAT_CONFIGURATIONS: readonly SeatConfiguration[] = [
  { name: 'one-seat', about: 'one seat, two agents whose clocks differ', seats: 1, agents: 2, epochs: 3, ticks: 4 },
  { name: 'two-seats', about: 'two seats, three agents', seats: 2, agents: 3, epochs: 2, ticks: 1 },
];
