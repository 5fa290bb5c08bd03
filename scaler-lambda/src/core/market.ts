/**
 * Where new machines come from. An offer is a pool's next machine: out of its warm pool while that has any (the group takes those first by
 * itself), else a cold boot. Invariant: nothing is bought past a cap.
 */
import { bootSecondsOf } from './boot-time.ts';
import { type Caps } from './caps.ts';
import { type WaitReason } from './decision.ts';
import { type PoolPolicy, type ScalePolicy } from './policy.ts';
import { type Sight } from './snapshot.ts';
import { countAsked, countWarm } from './supply.ts';

export interface Offer {
  pool: PoolPolicy;
  isWarm: boolean;
  bootMs: number;
  /** Dollars until it serves, and for taking it down again. */
  cost: number;
  /** How many there are at this price; Infinity for cold boots. */
  left: number;
}

interface Shelf {
  pool: PoolPolicy;
  warmLeft: number;
  warmMs: number;
  coldMs: number;
}

export class Market {
  readonly #shelves: Shelf[];
  readonly #caps: Caps;
  readonly #policy: ScalePolicy;

  constructor(sight: Sight, policy: ScalePolicy, caps: Caps) {
    this.#caps = caps;
    this.#policy = policy;
    this.#shelves = policy.pools.map((pool) => {
      const group = sight.groups.find((each) => each.pool === pool.name);
      const warm = group ? countWarm(group) - countAsked(group) : 0;
      const bootMs = (origin: 'warm' | 'cold'): number => bootSecondsOf(pool, sight.instances, origin) * 1_000;
      return { pool, warmLeft: Math.max(0, warm), warmMs: bootMs('warm'), coldMs: bootMs('cold') };
    });
  }

  /** What each pool would give next, the cheapest for a task of that length first. */
  offersFor(serviceSeconds: number): Offer[] {
    const offers = this.#shelves.map((shelf) => this.#toOffer(shelf));
    const cost = (offer: Offer): number => costWithTask(offer, serviceSeconds, this.#policy);
    return offers.sort((a, b) => cost(a) - cost(b));
  }

  /** Dollars of a boot of every kind that the pools know, whether there is one left or not. */
  bootCosts(): number[] {
    return this.#shelves.flatMap(({ pool, warmMs, coldMs }) => {
      const kinds = pool.warm ? [warmMs, coldMs] : [coldMs];
      return kinds.map((bootMs) => bootCost(pool, bootMs, this.#policy));
    });
  }

  /** Takes as many as the caps allow. */
  buy({ pool, isWarm }: Offer, count: number): { bought: number; reason?: WaitReason } {
    for (let bought = 0; bought < count; bought += 1) {
      const reason = this.#caps.findBinding(pool);
      if (reason) return { bought, reason };
      this.#caps.take(pool);
      const shelf = this.#shelves.find((each) => each.pool === pool);
      if (shelf && isWarm) shelf.warmLeft -= 1;
    }
    return { bought: count };
  }

  offerOf(pool: PoolPolicy): Offer | undefined {
    const shelf = this.#shelves.find((each) => each.pool === pool);
    return shelf && this.#toOffer(shelf);
  }

  #toOffer({ pool, warmLeft, warmMs, coldMs }: Shelf): Offer {
    const [isWarm, bootMs] = warmLeft > 0 ? [true, warmMs] : [false, coldMs];
    return { pool, isWarm, bootMs, cost: bootCost(pool, bootMs, this.#policy), left: isWarm ? warmLeft : Infinity };
  }
}

function bootCost({ hourlyCost }: PoolPolicy, bootMs: number, { dials }: ScalePolicy): number {
  return (hourlyCost / 3_600) * (bootMs / 1_000 + dials.switchSeconds);
}

/** With the task itself, and what an interruption would throw away: on average half of the task and another boot. */
function costWithTask({ pool, cost }: Offer, serviceSeconds: number, { dials }: ScalePolicy): number {
  const second = pool.hourlyCost / 3_600;
  const interrupted = 1 - Math.exp((-pool.hazardPerHour * serviceSeconds) / 3_600);
  return cost + second * serviceSeconds + interrupted * (second * (serviceSeconds / 2 - dials.switchSeconds) + cost);
}
