/** The machines that tasks can be laid on, by the time they come free. Invariant: a slot is in the queue of its own pool exactly once. */
import TinyQueue from 'tinyqueue';
import { type PoolPolicy, servesEngine } from './policy.ts';
import { type Unit } from './supply.ts';

export interface Slot {
  unit: Unit;
  freeAt: number;
}

export class Slots {
  readonly #queues: { pool: PoolPolicy; queue: TinyQueue<Slot> }[];

  constructor(pools: readonly PoolPolicy[], slots: readonly Slot[]) {
    this.#queues = pools.map((pool) => ({
      pool,
      queue: new TinyQueue(
        slots.filter(({ unit }) => unit.pool.name === pool.name),
        (a, b) => a.freeAt - b.freeAt,
      ),
    }));
  }

  /** The one that comes free first and has the engine. */
  findFirst(engine: string): Slot | undefined {
    let best: Slot | undefined;
    for (const { pool, queue } of this.#queues) {
      const first = servesEngine(pool, engine) ? queue.peek() : undefined;
      if (first && (!best || first.freeAt < best.freeAt)) best = first;
    }
    return best;
  }

  /** The slot that `findFirst` gave serves until then. */
  occupy(slot: Slot, until: number): void {
    const queue = this.#queueOf(slot);
    queue?.pop();
    queue?.push({ unit: slot.unit, freeAt: until });
  }

  add(slot: Slot): void {
    this.#queueOf(slot)?.push(slot);
  }

  #queueOf({ unit }: Slot): TinyQueue<Slot> | undefined {
    return this.#queues.find(({ pool }) => pool.name === unit.pool.name)?.queue;
  }
}
