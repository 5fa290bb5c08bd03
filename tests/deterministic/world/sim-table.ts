/**
 * The table as each process sees it over a network: conditional writes and consistent reads of one table in memory, indexes that lag behind
 * it, and whatever the weather does to a call. Invariant: a write happens whole at one instant or not at all.
 */
import { type Change, type Item, type ItemKey, type ItemStore } from '@reelyard/ledger';
import { MemoryStore } from '@reelyard/ledger/memory';
import { transitionOf } from '../../../packages/ledger/src/conformance/transition-names.ts';
import { type Rows } from '../../../packages/ledger/src/conformance/invariants.ts';
import { between, type Dice } from './chance.ts';
import { type Life } from './life.ts';
import { type VirtualTime } from './virtual-time.ts';
import { type Weather } from './weather.ts';

interface Written {
  readonly key: ItemKey;
  readonly after?: Item;
}

/** Indexes follow within this time while nothing is wrong, and within the second while they lag. */
const LAG_MS = 30;
const LONG_LAG_MS = 20_000;

export class SimTable {
  readonly #time: VirtualTime;
  readonly #weather: Weather;
  readonly #dice: Dice;
  readonly #seen: (transition: string) => void;
  readonly #rows = new Map<string, Item>();
  /** Instant at which the index shows the last write of an item: writes of one item are shown in order. */
  readonly #shownAt = new Map<string, number>();
  readonly #indexes = new MemoryStore();
  readonly #table = new MemoryStore({ onWrite: (_, written) => this.#wrote(written) });

  constructor(time: VirtualTime, weather: Weather, dice: Dice, seen: (transition: string) => void) {
    this.#time = time;
    this.#weather = weather;
    this.#dice = dice;
    this.#seen = seen;
  }

  /** Without a network: for whoever looks at the farm from outside. */
  get truth(): ItemStore {
    return this.#table;
  }

  items(): readonly Item[] {
    return [...this.#rows.values()];
  }

  storeOf(life: Life, dice: Dice): ItemStore {
    const call = <T>(isWrite: boolean, serve: () => Promise<T>): Promise<T> =>
      life.call({ isWrite, serve, ...this.#weather.fateOf('store', isWrite, dice) });
    const [table, indexes] = [this.#table, this.#indexes];
    return {
      apply: (changes) => call(true, () => table.apply(changes)),
      applyEach: (changes) => call(true, () => table.applyEach(changes)),
      get: (keys) => call(false, () => table.get(keys)),
      query: (query) => call(false, () => table.query(query)),
      queryIndex: (query) => call(false, () => indexes.queryIndex(query)),
      countIndex: (query) => call(false, () => indexes.countIndex(query)),
      ping: () => call(false, () => table.ping()),
    };
  }

  #wrote(written: readonly Written[]): void {
    const before = this.#jobRows(written);
    const lagMs = this.#weather.strikes('index-lag', this.#dice)
      ? this.#dice.below(LONG_LAG_MS)
      : between(this.#dice, 1, LAG_MS);
    for (const { key, after } of written) {
      const name = nameOf(key);
      if (after) this.#rows.set(name, after);
      else this.#rows.delete(name);
      const shownAt = Math.max(this.#time.now + lagMs, this.#shownAt.get(name) ?? 0);
      this.#shownAt.set(name, shownAt);
      this.#time.at(shownAt, () => void this.#indexes.apply([shown(key, after)]));
    }
    if (!before) return;
    const transition = transitionOf(before.rows, this.#rowsOf(before.job));
    if (transition) this.#seen(transition);
  }

  #jobRows(written: readonly Written[]): { job: string; rows: Rows } | undefined {
    const job = written.map(({ key, after }) => jobOf(key, after)).find((id) => id !== undefined);
    return job === undefined ? undefined : { job, rows: this.#rowsOf(job) };
  }

  #rowsOf(id: string): Rows {
    const rows: Rows = { tasks: [], events: [] };
    for (const item of this.#rows.values()) {
      if (item.sk === `J#${id}`) rows.job = item;
      else if (item.pk === `J#${id}` && item.sk.startsWith('K#')) rows.tasks.push(item);
    }
    return rows;
  }
}

const nameOf = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

const shown = (key: ItemKey, after: Item | undefined): Change =>
  after ? { kind: 'put', key, guards: [], item: after } : { kind: 'delete', key, guards: [] };

function jobOf({ pk, sk }: ItemKey, after: Item | undefined): string | undefined {
  if (pk.startsWith('T#') && sk.startsWith('J#')) return sk.slice(2);
  return pk.startsWith('J#') && after ? pk.slice(2) : undefined;
}
