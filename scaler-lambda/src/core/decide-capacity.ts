/**
 * Scale-out. The waiting tasks, and those that the forecast counts on, are laid onto the machines there are, in claim order; machines are
 * added while what they cost is less than what the waits cost that they end. Parked machines are taken back before anything is bought.
 */
import { type Lane } from '@reelyard/contracts';
import { Caps } from './caps.ts';
import { type Decision, type Waiting, type WaitReason } from './decision.ts';
import { describeStart, describeWish } from './describe.ts';
import { forecastDemand, orderDemand } from './demand.ts';
import { Outlooks } from './estimates.ts';
import { findCheapest } from './gallop.ts';
import { Market, type Offer } from './market.ts';
import { type PoolPolicy, type ScalePolicy, servesEngine } from './policy.ts';
import { Reasons } from './reasons.ts';
import { type Sight, type WaitingView } from './snapshot.ts';
import { isUsable, type Unit } from './supply.ts';
import { priceOf, type Tariff, tariffOf } from './tariff.ts';
import { type Load, type Machines, Timetable } from './timetable.ts';

export interface Capacity {
  decisions: Decision[];
  demand: number;
  /** Ids of machines that waiting tasks were laid on: they are needed. */
  needed: Set<string>;
  /** Machines that waiting tasks were laid on and that do not work yet, those to come included. */
  neededCount: number;
  waiting: Partial<Record<Lane, Waiting>>;
  unmet: Partial<Record<WaitReason, number>>;
}

export function decideCapacity(sight: Sight, units: readonly Unit[], policy: ScalePolicy, now: number): Capacity {
  return new ScaleOut(sight, units, policy, now).run();
}

class ScaleOut {
  readonly #policy: ScalePolicy;
  readonly #now: number;
  readonly #sight: Sight;
  readonly #market: Market;
  readonly #tariff: Tariff;
  readonly #tasks: readonly WaitingView[];
  readonly #timetable: Timetable;
  readonly #serviceSeconds: number;
  /** By pool; the last ones of a pool are those that this tick adds. */
  readonly #units: Map<string, Unit[]>;
  readonly #parked: Unit[];
  readonly #unparked: Decision[] = [];
  readonly #grown = new Map<PoolPolicy, { by: number; because: string }>();
  readonly #unmet: Partial<Record<WaitReason, number>> = {};

  constructor(sight: Sight, units: readonly Unit[], policy: ScalePolicy, now: number) {
    this.#policy = policy;
    this.#now = now;
    this.#sight = sight;
    this.#market = new Market(sight, policy, new Caps(policy, sight));
    this.#tariff = tariffOf(sight, policy, this.#market.bootCosts());
    const horizonMs = Math.max(0, ...policy.pools.map((pool) => this.#market.offerOf(pool)?.bootMs ?? 0));
    this.#tasks = orderDemand(sight.waiting, now + horizonMs);
    const expected = forecastDemand(sight, policy, horizonMs, now);
    const outlooks = new Outlooks(sight.memory.estimates, policy);
    const loads = [...this.#tasks, ...expected].map((task) => toLoad(task, outlooks.of(task).mean, policy));
    this.#timetable = new Timetable(loads, policy.pools);
    this.#serviceSeconds = loads.reduce((sum, { serviceMs }) => sum + serviceMs, 0) / Math.max(1, loads.length) / 1_000;
    const usable = units.filter(isUsable);
    this.#parked = usable.filter(({ state }) => state === 'parked');
    this.#units = new Map(
      policy.pools.map(({ name }) => [
        name,
        usable.filter(({ pool, state }) => pool.name === name && state !== 'parked'),
      ]),
    );
  }

  run(): Capacity {
    this.#keepFloor();
    if (this.#tasks.length > 0) this.#unpark();
    if (this.#timetable.size > 0) this.#buy();
    return this.#conclude();
  }

  #machines(): Machines {
    return new Map(
      [...this.#units].map(([pool, units]) => [pool, units.map(({ freeAt }) => Math.max(this.#now, freeAt))]),
    );
  }

  /** A parked machine is paid for already: it comes back for any task that would have to wait. */
  #unpark(): void {
    for (const task of this.#tasks) {
      if (this.#parked.length === 0) return;
      if (task.notBefore > this.#now) continue;
      const at = this.#parked.findIndex(({ pool }) => servesEngine(pool, task.engine));
      if (at < 0 || this.#hasIdle(task.engine)) continue;
      const [unit] = this.#parked.splice(at, 1);
      if (unit?.id === undefined) continue;
      this.#unparked.push({
        kind: 'unpark',
        pool: unit.pool.name,
        instance: unit.id,
        because: `${task.lane} task waits`,
      });
      this.#units.get(unit.pool.name)?.push({ ...unit, freeAt: this.#now });
    }
  }

  /** More machines stand idle than tasks could use them: what is free takes the task at once. */
  #hasIdle(engine: string): boolean {
    const due = this.#tasks.filter(({ notBefore }) => notBefore <= this.#now).length;
    const free = [...this.#units.values()]
      .flat()
      .filter(({ pool, freeAt }) => freeAt <= this.#now && servesEngine(pool, engine));
    return free.length >= due;
  }

  /** Offers from the cheapest: of each as many as make the whole cheapest. What a cap refuses, the next offer may give. */
  #buy(): void {
    if (this.#canGather()) return;
    for (let round = 0; round < 2 * this.#policy.pools.length; round += 1) {
      const before = priceOf(this.#timetable.weigh(this.#machines()), this.#tariff);
      if (before === 0) return;
      const isDone = !this.#market.offersFor(this.#serviceSeconds).some((offer) => this.#take(offer, before));
      if (isDone) return;
    }
  }

  /**
   * Without any machine, tasks may wait for company as long as the warm machines alone could still start all of them in time, would they be
   * called when the first task's patience for that ends. A cold boot never waits: it is too slow to be sure of.
   */
  #canGather(): boolean {
    const loads = this.#timetable.loads;
    const firstAt = Math.min(...loads.map(({ machineAt }) => machineAt));
    if (firstAt <= this.#now || [...this.#units.values()].some((units) => units.length > 0)) return false;
    const warm = this.#market.offersFor(this.#serviceSeconds).filter(({ isWarm }) => isWarm);
    const machines = new Map(
      warm.map(({ pool, left, bootMs }) => [pool.name, new Array<number>(left).fill(firstAt + bootMs)]),
    );
    const { soft, late, never } = this.#timetable.weigh(machines);
    return soft + late + never === 0;
  }

  /** @returns whether any was bought */
  #take(offer: Offer, before: number): boolean {
    if (!this.#isFit(offer)) return false;
    const { pool, bootMs, cost } = offer;
    const most = Math.min(offer.left, this.#timetable.size);
    const machines = this.#machines();
    const wanted = findCheapest(most, (count) => {
      if (count === 0) return before;
      const growth = { pool: pool.name, count, at: this.#now + bootMs };
      return count * cost + priceOf(this.#timetable.weigh(machines, growth), this.#tariff);
    });
    if (wanted === 0) return false;
    const { bought, reason } = this.#market.buy(offer, wanted);
    const because = describeWish(this.#timetable.weigh(machines), this.#tasks.length, wanted, offer);
    if (reason) this.#unmet[reason] = Math.max(this.#unmet[reason] ?? 0, wanted - bought);
    this.#grow(offer, bought, because);
    return bought > 0;
  }

  /** Spot only while most tasks have the slack for a boot and a rerun. */
  #isFit({ pool, bootMs }: Offer): boolean {
    if (pool.purchase === 'on-demand') return true;
    const needed = bootMs + 2_000 * this.#serviceSeconds;
    const tight = this.#tasks.filter(({ deadlineAt }) => deadlineAt - this.#now <= needed).length;
    return 2 * tight <= this.#tasks.length;
  }

  #grow({ pool, bootMs }: Pick<Offer, 'pool' | 'bootMs'>, by: number, because: string): void {
    if (by === 0) return;
    const before = this.#grown.get(pool);
    this.#grown.set(pool, { by: (before?.by ?? 0) + by, because: before?.because ?? because });
    const unit: Unit = { pool, state: 'pending', freeAt: this.#now + bootMs };
    this.#units.get(pool.name)?.push(...Array.from({ length: by }, () => ({ ...unit })));
  }

  #keepFloor(): void {
    for (const pool of this.#policy.pools) {
      const offer = this.#market.offerOf(pool);
      const missing = pool.min - (this.#desiredOf(pool) ?? pool.min);
      if (!offer || missing <= 0) continue;
      this.#grow(offer, this.#market.buy(offer, missing).bought, `below the floor of ${pool.min}`);
    }
  }

  #conclude(): Capacity {
    const used = new Set<Unit>();
    const reasons = new Reasons();
    const refusal = Object.keys(this.#unmet)[0] as WaitReason | undefined;
    this.#timetable.tell(this.#machines(), (n, startAt, pool, machine) => {
      const task = this.#tasks[n];
      if (!task) return;
      const unit = this.#units.get(pool)?.[machine];
      if (unit) used.add(unit);
      reasons.tell(task.lane, this.#reasonOf(task, startAt, refusal), describeStart(task, startAt, this.#now), startAt);
    });
    const grown = [...this.#grown].map(([pool, { by, because }]): Decision => {
      return { kind: 'grow', pool: pool.name, by, to: (this.#desiredOf(pool) ?? 0) + by, because };
    });
    return {
      decisions: [...this.#unparked, ...grown],
      demand: this.#tasks.length,
      needed: new Set([...used].flatMap(({ id }) => id ?? [])),
      neededCount: [...used].filter(({ state }) => state !== 'busy').length,
      waiting: reasons.toWaiting(countLanes(this.#sight)),
      unmet: this.#unmet,
    };
  }

  /** A refusal is told to those whom another machine would have helped. */
  #reasonOf(task: WaitingView, startAt: number, refusal: WaitReason | undefined): WaitReason {
    if (startAt === Infinity) return refusal ?? 'no-pool';
    if (startAt <= this.#now) return 'starting-soon';
    const patience = this.#policy.dials.patience * this.#policy.startWithinSeconds[task.lane] * 1_000;
    const isLate = startAt > Math.max(task.enqueuedAt, task.notBefore) + patience;
    return isLate && refusal ? refusal : 'capacity-booting';
  }

  #desiredOf(pool: PoolPolicy): number | undefined {
    return this.#sight.groups.find((group) => group.pool === pool.name)?.desired;
  }
}

function toLoad(task: WaitingView, serviceSeconds: number, { dials, startWithinSeconds }: ScalePolicy): Load {
  const dueAt = Math.max(task.enqueuedAt, task.notBefore);
  const windowMs = startWithinSeconds[task.lane] * 1_000;
  return {
    engine: task.engine,
    readyAt: task.notBefore,
    machineAt: dueAt + dials.gather * windowMs,
    softAt: dueAt + dials.patience * windowMs,
    hardAt: dueAt + windowMs,
    windowMs,
    serviceMs: serviceSeconds * 1_000,
  };
}

function countLanes({ waiting, beyond }: Sight): Map<Lane, number> {
  const counts = new Map<Lane, number>();
  for (const { lane } of waiting) counts.set(lane, (counts.get(lane) ?? 0) + 1);
  for (const [lane, more] of Object.entries(beyond) as [Lane, number][])
    counts.set(lane, (counts.get(lane) ?? 0) + more);
  return counts;
}
