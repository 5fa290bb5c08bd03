/**
 * Scale-out: the waiting tasks are laid onto the machines there are, in claim order; a task that would start later than its
 * limit and sooner on a new machine unparks one, else adds one to the cheapest pool that may grow.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { bootSecondsOf } from './boot-time.ts';
import { Caps } from './caps.ts';
import { type Decision, type Waiting, type WaitReason } from './decision.ts';
import { expectedSeconds, orderDemand } from './demand.ts';
import { type PoolPolicy, type ScalePolicy, servesEngine } from './policy.ts';
import { type Sight, type WaitingView } from './snapshot.ts';
import { isUsable, type Unit } from './supply.ts';

export interface Capacity {
  decisions: Decision[];
  demand: number;
  /** Ids of machines that waiting tasks were laid on: they are needed. */
  needed: Set<string>;
  waiting: Partial<Record<Lane, Waiting>>;
  unmet: Partial<Record<WaitReason, number>>;
}

interface Slot {
  unit: Unit;
  freeAt: number;
}

interface Choice {
  pool: PoolPolicy;
  bootMs: number;
}

interface Wish {
  task: WaitingView;
  startAt: number;
  limitAt: number;
}

export function decideCapacity(sight: Sight, units: readonly Unit[], policy: ScalePolicy, now: number): Capacity {
  return new Layout(sight, units, policy, now).run();
}

class Layout {
  readonly #policy: ScalePolicy;
  readonly #now: number;
  readonly #sight: Sight;
  readonly #choices: Choice[];
  readonly #caps: Caps;
  readonly #slots: Slot[];
  readonly #parked: Unit[];
  readonly #grown = new Map<string, { by: number; because: string }>();
  readonly #out: Capacity = { decisions: [], demand: 0, needed: new Set(), waiting: {}, unmet: {} };

  constructor(sight: Sight, units: readonly Unit[], policy: ScalePolicy, now: number) {
    this.#policy = policy;
    this.#now = now;
    this.#sight = sight;
    this.#choices = policy.pools
      .map((pool) => ({ pool, bootMs: bootSecondsOf(pool, sight.instances, 'cold') * 1_000 }))
      .sort((a, b) => a.pool.hourlyCost - b.pool.hourlyCost);
    this.#caps = new Caps(policy, sight);
    this.#parked = units.filter((unit) => isUsable(unit) && unit.state === 'parked');
    this.#slots = units
      .filter((unit) => isUsable(unit) && unit.state !== 'parked')
      .map((unit) => ({ unit, freeAt: Math.max(now, unit.freeAt) }));
  }

  run(): Capacity {
    this.#keepFloor();
    const horizonMs = Math.max(0, ...this.#choices.map(({ bootMs }) => bootMs));
    for (const task of orderDemand(this.#sight.waiting, this.#now + horizonMs)) {
      this.#out.demand += 1;
      this.#place(task);
    }
    this.#summarize();
    return this.#out;
  }

  #place(task: WaitingView): void {
    const slot = this.#findFirstFree(task);
    const seconds = expectedSeconds(task, this.#policy);
    const startAt = slot ? Math.max(slot.freeAt, task.notBefore) : Infinity;
    const wish = { task, startAt, limitAt: this.#limitOf(task, seconds) };
    const made = startAt > wish.limitAt ? this.#findNew(wish) : undefined;
    const used = made ?? slot;
    if (!used) return;
    const begins = Math.max(used.freeAt, task.notBefore);
    used.freeAt = begins + seconds * 1_000;
    if (used.unit.id !== undefined) this.#out.needed.add(used.unit.id);
    this.#explain(
      task,
      begins <= this.#now ? 'starting-soon' : 'capacity-booting',
      describeStart(task, begins, this.#now),
      begins,
    );
  }

  #findFirstFree(task: WaitingView): Slot | undefined {
    let best: Slot | undefined;
    for (const slot of this.#slots)
      if (servesEngine(slot.unit.pool, task.engine) && (!best || slot.freeAt < best.freeAt)) best = slot;
    return best;
  }

  /** max(arrival + α·W, now + B + κ·ŝ) with the boot of the quickest pool. */
  #limitOf(task: WaitingView, seconds: number): number {
    const quickest = Math.min(
      ...this.#choices.filter(({ pool }) => servesEngine(pool, task.engine)).map((c) => c.bootMs),
    );
    const objective =
      task.enqueuedAt + this.#policy.dials.alphaCold * this.#policy.startWithinSeconds[task.lane] * 1_000;
    return Math.max(
      objective,
      this.#now + (Number.isFinite(quickest) ? quickest : 0) + this.#policy.dials.kappaCold * seconds * 1_000,
    );
  }

  #findNew(wish: Wish): Slot | undefined {
    return this.#unpark(wish) ?? this.#grow(wish);
  }

  #unpark(wish: Wish): Slot | undefined {
    const at = this.#parked.findIndex(({ pool }) => servesEngine(pool, wish.task.engine));
    const unit = this.#parked[at];
    if (unit?.id === undefined) return undefined;
    this.#parked.splice(at, 1);
    this.#out.decisions.push({ kind: 'unpark', pool: unit.pool.name, instance: unit.id, because: describeWish(wish) });
    return this.#add({ unit, freeAt: this.#now });
  }

  #grow(wish: Wish): Slot | undefined {
    const useful = this.#choices.filter(
      ({ pool, bootMs }) =>
        servesEngine(pool, wish.task.engine) && this.#now + bootMs < wish.startAt && this.#fits(pool, bootMs, wish),
    );
    const bindings = useful.map((choice) => this.#caps.findBinding(choice.pool));
    const chosen = useful[bindings.indexOf(undefined)];
    if (!chosen) {
      this.#refuse(wish, bindings[0] ?? (wish.startAt === Infinity ? 'no-pool' : undefined));
      return undefined;
    }
    this.#caps.take(chosen.pool);
    const before = this.#grown.get(chosen.pool.name);
    this.#grown.set(chosen.pool.name, { by: (before?.by ?? 0) + 1, because: before?.because ?? describeWish(wish) });
    const freeAt = this.#now + chosen.bootMs;
    return this.#add({ unit: { pool: chosen.pool, state: 'pending', freeAt }, freeAt });
  }

  /** Spot only when the slack exceeds a spot boot plus a rerun. */
  #fits(pool: PoolPolicy, bootMs: number, { task }: Wish): boolean {
    if (pool.purchase === 'on-demand') return true;
    return task.deadlineAt - this.#now > bootMs + 2_000 * expectedSeconds(task, this.#policy);
  }

  #add(slot: Slot): Slot {
    this.#slots.push(slot);
    return slot;
  }

  #refuse(wish: Wish, reason: WaitReason | undefined): void {
    if (reason === undefined) return;
    this.#out.unmet[reason] = (this.#out.unmet[reason] ?? 0) + 1;
    this.#explain(wish.task, reason, describeWish(wish), wish.startAt);
  }

  /** The first task of a lane speaks for the lane; a refusal speaks louder than a boot. */
  #explain({ lane }: WaitingView, code: WaitReason, because: string, etaAt: number): void {
    const known = this.#out.waiting[lane];
    const isLouder = known === undefined || (isRefusal(code) && !isRefusal(known.code));
    const eta = known?.etaAt ?? (Number.isFinite(etaAt) ? etaAt : undefined);
    const next = isLouder ? { code, because } : { code: known.code, because: known.because };
    this.#out.waiting[lane] = { ...next, count: known?.count ?? 0, ...(eta === undefined ? {} : { etaAt: eta }) };
  }

  #keepFloor(): void {
    for (const { pool, bootMs } of this.#choices) {
      const desired = this.#sight.groups.find((group) => group.pool === pool.name)?.desired ?? pool.min;
      for (let missing = pool.min - desired; missing > 0 && !this.#caps.findBinding(pool); missing -= 1) {
        this.#caps.take(pool);
        this.#grown.set(pool.name, {
          by: (this.#grown.get(pool.name)?.by ?? 0) + 1,
          because: `below the floor of ${pool.min}`,
        });
        this.#add({ unit: { pool, state: 'pending', freeAt: this.#now + bootMs }, freeAt: this.#now + bootMs });
      }
    }
  }

  #summarize(): void {
    for (const lane of LANES) {
      const known = this.#out.waiting[lane];
      if (known) known.count = this.#sight.waiting.filter((task) => task.lane === lane).length;
    }
    for (const [pool, { by, because }] of this.#grown) {
      const desired = this.#sight.groups.find((group) => group.pool === pool)?.desired ?? 0;
      this.#out.decisions.push({ kind: 'grow', pool, by, to: desired + by, because });
    }
  }
}

function isRefusal(code: WaitReason): boolean {
  return code !== 'starting-soon' && code !== 'capacity-booting';
}

function describeStart(task: WaitingView, at: number, now: number): string {
  return `${task.lane} task starts in ${seconds(at - now)} s`;
}

function describeWish({ task, startAt, limitAt }: Wish): string {
  const limit = seconds(limitAt - task.enqueuedAt);
  if (startAt === Infinity) return `${task.lane} wait without end > ${limit} s: no machine will come free`;
  return `${task.lane} wait ${seconds(startAt - task.enqueuedAt)} s > ${limit} s`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000));
}
