/**
 * What binds growth, the first that does: the breaker, capacity that EC2 has not got, the pool's and the farm's max, seats, money. What binds
 * becomes the reason that jobs show.
 */
import { breakerOf } from './breaker.ts';
import { isCooled } from './cooling.ts';
import { type WaitReason } from './decision.ts';
import { type PoolPolicy, type ScalePolicy, servesEngine } from './policy.ts';
import { type Sight, type WaitingView } from './snapshot.ts';
import { dollarsToday } from './spend.ts';

export class Caps {
  readonly #policy: ScalePolicy;
  readonly #wanted: Map<string, number>;
  /** Pools that do not grow in this tick, whatever is asked of them. */
  readonly #barred: Map<string, WaitReason>;
  /** Pools whose breaker lets one machine try. */
  readonly #trials: ReadonlySet<string>;
  readonly #isDaySpent: boolean;
  /** Engine → machines that can hold a seat of it. */
  readonly #seats: ReadonlyMap<string, number>;
  /** Engines that tasks wait for. */
  readonly #sought: ReadonlySet<string>;

  constructor(policy: ScalePolicy, sight: Sight) {
    this.#policy = policy;
    this.#wanted = new Map(sight.groups.map(({ pool, desired }) => [pool, desired]));
    this.#barred = new Map(policy.pools.flatMap((pool) => findBar(pool, sight)));
    const onTrial = policy.pools.filter((pool) => breakerOf(pool, sight) === 'trial');
    this.#trials = new Set(onTrial.map(({ name }) => name));
    const { perDay = Infinity } = policy.spend;
    this.#isDaySpent = dollarsToday(sight.memory.spent, sight.at) >= perDay;
    this.#sought = new Set(sight.waiting.map(({ engine }) => engine));
    this.#seats = new Map(policy.seats.map(({ engine, seats }) => [engine, seats - this.#heldByOthers(engine, sight)]));
  }

  /**
   * Why the pool may not grow by one, or undefined when it may.
   * @param task that the machine would be for; without one, it is for whatever waits.
   */
  findBinding(pool: PoolPolicy, task?: Pick<WaitingView, 'engine'>): WaitReason | undefined {
    const wanted = this.#wanted.get(pool.name);
    if (wanted === undefined) return 'no-pool';
    const bar = this.#barred.get(pool.name);
    if (bar) return bar;
    if (wanted >= pool.max) return 'pool-max';
    if (this.#countAll() >= this.#policy.maxInstances) return 'farm-max';
    return this.#findSeats(pool, task) ?? this.#findSpend(pool);
  }

  take(pool: PoolPolicy): void {
    this.#wanted.set(pool.name, (this.#wanted.get(pool.name) ?? 0) + 1);
    if (this.#trials.has(pool.name)) this.#barred.set(pool.name, 'boot-failures');
  }

  /** Each engine that the machine would be for has as many machines as seats already. */
  #findSeats(pool: PoolPolicy, task: Pick<WaitingView, 'engine'> | undefined): WaitReason | undefined {
    const engines = task ? [task.engine] : [...this.#sought].filter((engine) => servesEngine(pool, engine));
    const sought = engines.length > 0 ? engines : pool.engines;
    const isShort = (engine: string): boolean => this.#countServing(engine) >= (this.#seats.get(engine) ?? Infinity);
    return sought.length > 0 && sought.every(isShort) ? 'seats' : undefined;
  }

  #findSpend(pool: PoolPolicy): WaitReason | undefined {
    const { perHour = Infinity } = this.#policy.spend;
    const rate = this.#policy.pools.reduce((sum, each) => sum + each.hourlyCost * this.#countOf(each), pool.hourlyCost);
    // Prices have fractions of cents: a cap that is met exactly is not exceeded.
    if (rate > perHour * (1 + 1e-9)) return 'spend-hour';
    return this.#isDaySpent ? 'spend-day' : undefined;
  }

  /** Seats that no machine of ours can be holding, e.g. of another farm on the same license. */
  #heldByOthers(engine: string, { seats }: Sight): number {
    const held = seats.find((each) => each.engine === engine)?.held ?? 0;
    return Math.max(0, held - this.#countServing(engine));
  }

  #countServing(engine: string): number {
    return this.#policy.pools
      .filter((pool) => servesEngine(pool, engine))
      .reduce((sum, pool) => sum + this.#countOf(pool), 0);
  }

  #countOf(pool: PoolPolicy): number {
    return this.#wanted.get(pool.name) ?? 0;
  }

  #countAll(): number {
    return [...this.#wanted.values()].reduce((sum, each) => sum + each, 0);
  }
}

function findBar(pool: PoolPolicy, sight: Sight): [string, WaitReason][] {
  const reason = breakerOf(pool, sight) === 'open' ? 'boot-failures' : isCooled(pool, sight.memory.cooling, sight.at);
  return reason ? [[pool.name, reason]] : [];
}
