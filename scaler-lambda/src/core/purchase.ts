/**
 * Where a new machine comes from. Of the pools that may grow and would start the task sooner than what there is: the cheapest that still
 * meets the task's limit, else the quickest. A warm machine goes before a cold boot because the group takes it first by itself.
 */
import { bootSecondsOf } from './boot-time.ts';
import { type Caps } from './caps.ts';
import { type WaitReason } from './decision.ts';
import { type PoolPolicy, type ScalePolicy, servesEngine } from './policy.ts';
import { type Sight, type WaitingView } from './snapshot.ts';
import { countAsked, countWarm } from './supply.ts';

export interface Offer {
  pool: PoolPolicy;
  isWarm: boolean;
  bootMs: number;
}

interface Shelf {
  pool: PoolPolicy;
  /** Warm machines that nobody has asked for yet. */
  warmLeft: number;
  warmMs: number;
  coldMs: number;
}

/** What an offer is for. */
export interface Need {
  task: WaitingView;
  /** When it would start on what there is. */
  startAt: number;
  limitAt: number;
  serviceSeconds: number;
}

export type Purchase = { kind: 'bought'; offer: Offer } | { kind: 'refused'; reason: WaitReason } | { kind: 'useless' };

export class Market {
  readonly #shelves: Shelf[];
  readonly #caps: Caps;
  readonly #now: number;

  constructor(sight: Sight, policy: ScalePolicy, caps: Caps, now: number) {
    this.#caps = caps;
    this.#now = now;
    this.#shelves = policy.pools.map((pool) => {
      const group = sight.groups.find((each) => each.pool === pool.name);
      const warm = group ? countWarm(group) - countAsked(group) : 0;
      const [warmMs, coldMs] = (['warm', 'cold'] as const).map(
        (from) => bootSecondsOf(pool, sight.instances, from) * 1_000,
      );
      return { pool, warmLeft: Math.max(0, warm), warmMs: warmMs ?? 0, coldMs: coldMs ?? 0 };
    });
  }

  /** The quickest machine that this engine could get now; undefined when no pool has the engine. */
  findQuickest(engine: string): Offer | undefined {
    const offers = this.#offersFor(engine);
    return offers.reduce<Offer | undefined>(
      (best, each) => (best && best.bootMs <= each.bootMs ? best : each),
      undefined,
    );
  }

  buy(need: Need): Purchase {
    const useful = this.#offersFor(need.task.engine).filter((offer) => this.#isUseful(offer, need));
    const bindings = useful.map((offer) => this.#caps.findBinding(offer.pool));
    const open = useful.filter((_, n) => bindings[n] === undefined);
    const best = this.#choose(open, need);
    if (best) {
      this.#take(best);
      return { kind: 'bought', offer: best };
    }
    const reason = bindings[0] ?? (need.startAt === Infinity ? 'no-pool' : undefined);
    return reason === undefined ? { kind: 'useless' } : { kind: 'refused', reason };
  }

  /** One machine of the pool for its floor; undefined when a cap binds. */
  takeOne(pool: PoolPolicy): Offer | undefined {
    const offer = this.offerOf(pool);
    if (!offer || this.#caps.findBinding(pool)) return undefined;
    this.#take(offer);
    return offer;
  }

  #take({ pool, isWarm }: Offer): void {
    this.#caps.take(pool);
    const shelf = this.#shelves.find((each) => each.pool === pool);
    if (shelf && isWarm) shelf.warmLeft -= 1;
  }

  /** What the pool would give next, whatever the caps say. */
  offerOf(pool: PoolPolicy): Offer | undefined {
    const shelf = this.#shelves.find((each) => each.pool === pool);
    return shelf && toOffer(shelf);
  }

  #offersFor(engine: string): Offer[] {
    return this.#shelves.filter(({ pool }) => servesEngine(pool, engine)).map(toOffer);
  }

  /** Spot only when the slack exceeds a spot boot plus a rerun. */
  #isUseful({ pool, bootMs }: Offer, { task, startAt, serviceSeconds }: Need): boolean {
    if (Math.max(task.notBefore, this.#now + bootMs) >= startAt) return false;
    return pool.purchase === 'on-demand' || task.deadlineAt - this.#now > bootMs + 2_000 * serviceSeconds;
  }

  #choose(offers: readonly Offer[], need: Need): Offer | undefined {
    const inTime = offers.filter(({ bootMs }) => this.#now + bootMs <= need.limitAt);
    const candidates = inTime.length > 0 ? inTime : offers;
    const score =
      inTime.length > 0 ? (offer: Offer) => expectedCost(offer, need.serviceSeconds) : ({ bootMs }: Offer) => bootMs;
    return candidates.reduce<Offer | undefined>(
      (best, each) => (best && score(best) <= score(each) ? best : each),
      undefined,
    );
  }
}

function toOffer({ pool, warmLeft, warmMs, coldMs }: Shelf): Offer {
  return warmLeft > 0 ? { pool, isWarm: true, bootMs: warmMs } : { pool, isWarm: false, bootMs: coldMs };
}

/** Dollars of boot and task, and of what an interruption would throw away: on average half of the task and another boot. */
function expectedCost({ pool, bootMs }: Offer, serviceSeconds: number): number {
  const boot = bootMs / 1_000;
  const interrupted = 1 - Math.exp((-pool.hazardPerHour * serviceSeconds) / 3_600);
  return (pool.hourlyCost / 3_600) * (boot + serviceSeconds + interrupted * (serviceSeconds / 2 + boot));
}
