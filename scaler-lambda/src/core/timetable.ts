/**
 * The waiting tasks laid onto machines, in claim order: each starts on the machine that comes free first and has its engine. The same
 * tasks are laid again and again with more machines, so this is arrays and nothing else.
 */
import { FreeTimes, type NewMachines } from './free-times.ts';
import { type PoolPolicy, servesEngine } from './policy.ts';

/** A task as the timetable needs it; instants and lengths in ms. */
export interface Load {
  engine: string;
  /** It cannot start before. */
  readyAt: number;
  /** From here on it must have a machine to wait for. */
  machineAt: number;
  /** A later start than this is a wait that has a price. */
  softAt: number;
  /** A later start than this misses the objective. */
  hardAt: number;
  /** W: what a start is late by is counted in these. */
  windowMs: number;
  serviceMs: number;
}

/** What the waits of a timetable amount to. */
export interface Waits {
  /** Tasks that start after their patience. */
  soft: number;
  /** Tasks that miss their objective, each plus its lateness in windows (at most 10): late is bad, later is worse. */
  late: number;
  /** Tasks that no machine will ever serve. */
  never: number;
}

/** Pool name → when its machines come free. */
export type Machines = ReadonlyMap<string, readonly number[]>;

/** Machines that one pool would get on top. */
export interface Growth extends NewMachines {
  pool: string;
}

const LATEST_WINDOWS = 10;

export class Timetable {
  readonly #loads: readonly Load[];
  readonly #pools: readonly PoolPolicy[];
  /** For each load the pools that have its engine. */
  readonly #choices: readonly (readonly number[])[];

  constructor(loads: readonly Load[], pools: readonly PoolPolicy[]) {
    this.#loads = loads;
    this.#pools = pools;
    const byEngine = new Map<string, readonly number[]>();
    this.#choices = loads.map(({ engine }) => {
      const known = byEngine.get(engine) ?? pools.flatMap((pool, n) => (servesEngine(pool, engine) ? [n] : []));
      byEngine.set(engine, known);
      return known;
    });
  }

  get size(): number {
    return this.#loads.length;
  }

  get loads(): readonly Load[] {
    return this.#loads;
  }

  weigh(machines: Machines, growth?: Growth): Waits {
    const waits = { soft: 0, late: 0, never: 0 };
    this.#lay(this.#queue(machines, growth), (load, startAt) => {
      if (startAt === Infinity) waits.never += 1;
      else {
        if (startAt > load.softAt) waits.soft += 1;
        if (startAt > load.hardAt) waits.late += 1 + Math.min(LATEST_WINDOWS, (startAt - load.hardAt) / load.windowMs);
      }
    });
    return waits;
  }

  /** Tells where and when each load starts; machine −1 and Infinity where none will. */
  tell(machines: Machines, visit: (n: number, startAt: number, pool: string, machine: number) => void): void {
    let n = 0;
    this.#lay(this.#queue(machines), (_, startAt, pool, machine) => {
      visit(n, startAt, pool === undefined ? '' : (this.#pools[pool]?.name ?? ''), machine);
      n += 1;
    });
  }

  #queue(machines: Machines, growth?: Growth): FreeTimes[] {
    return this.#pools.map(
      ({ name }) => new FreeTimes(machines.get(name) ?? [], growth?.pool === name ? growth : undefined),
    );
  }

  #lay(
    queues: readonly FreeTimes[],
    visit: (load: Load, startAt: number, pool: number | undefined, machine: number) => void,
  ): void {
    this.#loads.forEach((load, n) => {
      const pool = findFirst(queues, this.#choices[n] ?? []);
      const queue = pool === undefined ? undefined : queues[pool];
      if (!queue || queue.first === Infinity) return visit(load, Infinity, undefined, -1);
      const startAt = Math.max(queue.first, load.readyAt);
      visit(load, startAt, pool, queue.firstName);
      queue.occupyFirst(startAt + load.serviceMs);
    });
  }
}

function findFirst(queues: readonly FreeTimes[], choices: readonly number[]): number | undefined {
  let best: number | undefined;
  for (const n of choices)
    if (best === undefined || (queues[n]?.first ?? Infinity) < (queues[best]?.first ?? Infinity)) best = n;
  return best;
}
