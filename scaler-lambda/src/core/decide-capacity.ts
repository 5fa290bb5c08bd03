/**
 * Scale-out: the waiting tasks, and those that the forecast counts on, are laid onto the machines there are, in claim order; a task that
 * would start later than its limit and sooner on another machine unparks one, else adds one.
 */
import { type Lane } from '@reelyard/contracts';
import { Caps } from './caps.ts';
import { type Decision, type Waiting, type WaitReason } from './decision.ts';
import { forecastDemand, orderDemand } from './demand.ts';
import { Outlooks } from './estimates.ts';
import { type PoolPolicy, type ScalePolicy, servesEngine } from './policy.ts';
import { Market, type Need, type Offer } from './purchase.ts';
import { Reasons } from './reasons.ts';
import { type Slot, Slots } from './slots.ts';
import { type Sight, type WaitingView } from './snapshot.ts';
import { isUsable, type Unit } from './supply.ts';

export interface Capacity {
  decisions: Decision[];
  demand: number;
  /** Ids of machines that waiting tasks were laid on: they are needed. */
  needed: Set<string>;
  /** Machines that waiting tasks were laid on, those that are still to come included. */
  neededCount: number;
  waiting: Partial<Record<Lane, Waiting>>;
  unmet: Partial<Record<WaitReason, number>>;
}

export function decideCapacity(sight: Sight, units: readonly Unit[], policy: ScalePolicy, now: number): Capacity {
  return new Layout(sight, units, policy, now).run();
}

class Layout {
  readonly #policy: ScalePolicy;
  readonly #now: number;
  readonly #sight: Sight;
  readonly #market: Market;
  readonly #outlooks: Outlooks;
  readonly #slots: Slots;
  readonly #parked: Unit[];
  readonly #reasons = new Reasons();
  readonly #grown = new Map<PoolPolicy, { by: number; because: string }>();
  readonly #used = new Set<Unit>();
  readonly #unmet: Partial<Record<WaitReason, number>> = {};
  readonly #unparked: Decision[] = [];
  #demand = 0;

  constructor(sight: Sight, units: readonly Unit[], policy: ScalePolicy, now: number) {
    this.#policy = policy;
    this.#now = now;
    this.#sight = sight;
    this.#market = new Market(sight, policy, new Caps(policy, sight), now);
    this.#outlooks = new Outlooks(sight.memory.estimates, policy);
    this.#parked = units.filter((unit) => isUsable(unit) && unit.state === 'parked');
    const slots = units
      .filter((unit) => isUsable(unit) && unit.state !== 'parked')
      .map((unit) => ({ unit, freeAt: Math.max(now, unit.freeAt) }));
    this.#slots = new Slots(policy.pools, slots);
  }

  run(): Capacity {
    this.#keepFloor();
    const horizonMs = Math.max(0, ...this.#policy.pools.map((pool) => this.#market.offerOf(pool)?.bootMs ?? 0));
    for (const task of orderDemand(this.#sight.waiting, this.#now + horizonMs)) {
      this.#demand += 1;
      this.#place(task, true);
    }
    for (const task of forecastDemand(this.#sight, this.#policy, horizonMs, this.#now)) this.#place(task, false);
    return this.#conclude();
  }

  /** @param isReal false for a task that is only expected: it may ask for a machine, and speaks for nobody */
  #place(task: WaitingView, isReal: boolean): void {
    const serviceSeconds = this.#outlooks.of(task).mean;
    const slot = this.#slots.findFirst(task.engine);
    const startAt = slot ? Math.max(slot.freeAt, task.notBefore) : Infinity;
    const need = { task, startAt, limitAt: this.#limitOf(task, serviceSeconds), serviceSeconds };
    const used = this.#findParked(need) ?? (startAt > need.limitAt ? this.#buy(need, isReal) : undefined) ?? slot;
    if (!used) return;
    const begins = Math.max(used.freeAt, task.notBefore);
    this.#slots.occupy(used, begins + serviceSeconds * 1_000);
    if (!isReal) return;
    this.#used.add(used.unit);
    const code = begins <= this.#now ? 'starting-soon' : 'capacity-booting';
    this.#reasons.tell(task.lane, code, describeStart(task, begins, this.#now), begins);
  }

  /** max(arrival + α·W, now + B + κ·ŝ) with the quickest machine that can be had. */
  #limitOf(task: WaitingView, serviceSeconds: number): number {
    const { dials, startWithinSeconds } = this.#policy;
    const quickest = this.#market.findQuickest(task.engine);
    const isWarm = quickest?.isWarm ?? false;
    const alpha = isWarm ? dials.alphaWarm : dials.alphaCold;
    const kappa = isWarm ? dials.kappaWarm : dials.kappaCold;
    const objective = Math.max(task.enqueuedAt, task.notBefore) + alpha * startWithinSeconds[task.lane] * 1_000;
    return Math.max(objective, this.#now + (quickest?.bootMs ?? 0) + kappa * serviceSeconds * 1_000);
  }

  /** A parked machine is paid for already: any task that would wait takes it back. */
  #findParked(need: Need): Slot | undefined {
    if (need.startAt <= this.#now || need.task.notBefore > this.#now) return undefined;
    const at = this.#parked.findIndex(({ pool }) => servesEngine(pool, need.task.engine));
    const unit = this.#parked[at];
    if (unit?.id === undefined) return undefined;
    this.#parked.splice(at, 1);
    this.#unparked.push({ kind: 'unpark', pool: unit.pool.name, instance: unit.id, because: describeNeed(need) });
    return this.#add({ unit, freeAt: this.#now });
  }

  #buy(need: Need, isReal: boolean): Slot | undefined {
    const purchase = this.#market.buy(need);
    if (purchase.kind === 'bought')
      return this.#grow(purchase.offer, isReal ? describeNeed(need) : `forecast: ${describeNeed(need)}`);
    if (purchase.kind === 'useless' || !isReal) return undefined;
    this.#unmet[purchase.reason] = (this.#unmet[purchase.reason] ?? 0) + 1;
    this.#reasons.tell(need.task.lane, purchase.reason, describeNeed(need), need.startAt);
    return undefined;
  }

  #grow({ pool, bootMs }: Offer, because: string): Slot {
    const before = this.#grown.get(pool);
    this.#grown.set(pool, { by: (before?.by ?? 0) + 1, because: before?.because ?? because });
    const freeAt = this.#now + bootMs;
    return this.#add({ unit: { pool, state: 'pending', freeAt }, freeAt });
  }

  #add(slot: Slot): Slot {
    this.#slots.add(slot);
    return slot;
  }

  #keepFloor(): void {
    for (const pool of this.#policy.pools) {
      const desired = this.#desiredOf(pool) ?? pool.min;
      for (let missing = pool.min - desired; missing > 0; missing -= 1) {
        const offer = this.#market.takeOne(pool);
        if (!offer) break;
        this.#grow(offer, `below the floor of ${pool.min}`);
      }
    }
  }

  #conclude(): Capacity {
    const counts = new Map<Lane, number>();
    for (const { lane } of this.#sight.waiting) counts.set(lane, (counts.get(lane) ?? 0) + 1);
    for (const [lane, more] of Object.entries(this.#sight.beyond) as [Lane, number][])
      counts.set(lane, (counts.get(lane) ?? 0) + more);
    const grown = [...this.#grown].map(([pool, { by, because }]): Decision => {
      return { kind: 'grow', pool: pool.name, by, to: (this.#desiredOf(pool) ?? 0) + by, because };
    });
    return {
      decisions: [...this.#unparked, ...grown],
      demand: this.#demand,
      needed: new Set([...this.#used].flatMap(({ id }) => id ?? [])),
      neededCount: [...this.#used].filter(({ state }) => state !== 'busy').length,
      waiting: this.#reasons.toWaiting(counts),
      unmet: this.#unmet,
    };
  }

  #desiredOf(pool: PoolPolicy): number | undefined {
    return this.#sight.groups.find((group) => group.pool === pool.name)?.desired;
  }
}

function describeStart(task: WaitingView, at: number, now: number): string {
  return `${task.lane} task starts in ${seconds(at - now)} s`;
}

function describeNeed({ task, startAt, limitAt }: Need): string {
  const limit = seconds(limitAt - task.enqueuedAt);
  if (startAt === Infinity) return `${task.lane} wait without end > ${limit} s: no machine will come free`;
  return `${task.lane} wait ${seconds(startAt - task.enqueuedAt)} s > ${limit} s`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000));
}
