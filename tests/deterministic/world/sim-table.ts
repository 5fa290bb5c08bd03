/**
 * The table as each process sees it over a network: conditional writes and consistent reads of one table in memory, indexes that lag behind
 * it, and whatever the weather does to a call. Invariant: a write happens whole at one instant or not at all.
 */
import { type Change, type Item, type ItemKey, type ItemStore } from '@reelyard/ledger';
import { MemoryStore } from '@reelyard/ledger/memory';
import { transitionOf } from '../../../packages/ledger/src/conformance/transition-names.ts';
import { type Rows } from '../../../packages/ledger/src/conformance/invariants.ts';
import { between, type Dice } from './chance.ts';
import { type CallKind, type Life } from './life.ts';
import { together } from './together.ts';
import { type VirtualTime } from './virtual-time.ts';
import { type Weather } from './weather.ts';
import { judgeSeat, judgeWrite } from './write-laws.ts';

interface Written {
  readonly key: ItemKey;
  readonly after?: Item;
}

export interface TableWitness {
  /** A transition of the table was made. */
  saw(transition: string): void;
  broke(laws: readonly string[]): void;
}

/** Indexes follow within this time while nothing is wrong, and within the second while they lag. */
const LAG_MS = 30;
const LONG_LAG_MS = 20_000;

export class SimTable {
  readonly #time: VirtualTime;
  readonly #weather: Weather;
  readonly #dice: Dice;
  readonly #witness: TableWitness;
  /** Who asked for the write that is being made. */
  #writer = '';
  readonly #rows = new Map<string, Item>();
  /** Instant at which the index shows the last write of an item: writes of one item are shown in order. */
  readonly #shownAt = new Map<string, number>();
  readonly #indexes = new MemoryStore();
  readonly #table = new MemoryStore({ onWrite: (_, written) => this.#wrote(written) });

  constructor(time: VirtualTime, weather: Weather, dice: Dice, witness: TableWitness) {
    this.#time = time;
    this.#weather = weather;
    this.#dice = dice;
    this.#witness = witness;
  }

  /** Without a network: for whoever looks at the farm from outside. */
  get truth(): ItemStore {
    return this.#table;
  }

  items(): readonly Item[] {
    return [...this.#rows.values()];
  }

  storeOf(life: Life, dice: Dice): ItemStore {
    const call = <T>(what: CallKind, serve: () => Promise<T>): Promise<T> =>
      life.call({ what, serve, ...this.#weather.fateOf('store', what !== 'read', dice) });
    const write = <T>(changes: readonly Change[], make: () => Promise<T>): Promise<T> =>
      call(kindOf(changes), () => {
        this.#writer = life.name;
        return make();
      });
    const [table, indexes] = [this.#table, this.#indexes];
    return {
      apply: (changes) => write(changes, () => table.apply(changes)),
      applyEach: (changes) => write(changes, () => table.applyEach(changes)),
      get: (keys) => call('read', () => table.get(keys)),
      query: (query) => call('read', () => table.query(query)),
      queryIndex: together((queries) =>
        call('read', () => Promise.all(queries.map((query) => indexes.queryIndex(query)))),
      ),
      countIndex: together((queries) =>
        call('read', () => Promise.all(queries.map((query) => indexes.countIndex(query)))),
      ),
      ping: () => call('read', () => table.ping()),
    };
  }

  #wrote(written: readonly Written[]): void {
    const jobs = new Set(written.flatMap(({ key, after }) => jobOf(key, after) ?? []));
    const before = new Map([...jobs].map((job) => [job, this.#rowsOf(job)]));
    const lagMs = this.#weather.strikes('index-lag', this.#dice)
      ? this.#dice.below(LONG_LAG_MS)
      : between(this.#dice, 1, LAG_MS);
    for (const { key, after } of written) {
      const name = nameOf(key);
      if (key.pk.startsWith('S#')) this.#witness.broke(judgeSeat(this.#rows.get(name), after, this.#writer));
      if (after) this.#rows.set(name, after);
      else this.#rows.delete(name);
      const shownAt = Math.max(this.#time.now + lagMs, this.#shownAt.get(name) ?? 0);
      this.#shownAt.set(name, shownAt);
      this.#time.at(shownAt, () => void this.#indexes.apply([shown(key, after)]));
    }
    for (const [job, rows] of before) this.#judge(rows, this.#rowsOf(job));
  }

  #judge(before: Rows, after: Rows): void {
    const transition = transitionOf(before, after);
    if (transition) this.#witness.saw(transition);
    this.#witness.broke(judgeWrite({ before, after, writer: this.#writer }));
  }

  #rowsOf(id: string): Rows {
    const rows: Rows = { tasks: [], events: [] };
    for (const item of this.#rows.values()) {
      if (item.sk === `J#${id}`) rows.job = item;
      else if (item.pk !== `J#${id}`) continue;
      else if (item.sk.startsWith('K#')) rows.tasks.push(item);
      else if (item.sk.startsWith('E#')) rows.events.push(item);
    }
    return rows;
  }
}

/** By what it does to a task or a seat. */
function kindOf(changes: readonly Change[]): CallKind {
  for (const change of changes) {
    if (change.key.pk.startsWith('S#')) return 'seat';
    if (change.kind !== 'update' || !change.key.sk.startsWith('K#')) continue;
    const state = change.effects.find(({ op, field }) => op === 'set' && field === 'state');
    if (!state || !('value' in state) || state.value.kind !== 'const') continue;
    if (state.value.value === 'leased') return 'claim';
    const isEnd = change.effects.some(({ op, field }) => op === 'remove' && field === 'owner');
    if (isEnd && state.value.value !== 'void') return 'outcome';
  }
  return 'write';
}

const nameOf = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

const shown = (key: ItemKey, after: Item | undefined): Change =>
  after ? { kind: 'put', key, guards: [], item: after } : { kind: 'delete', key, guards: [] };

function jobOf({ pk, sk }: ItemKey, after: Item | undefined): string | undefined {
  if (pk.startsWith('T#') && sk.startsWith('J#')) return sk.slice(2);
  return pk.startsWith('J#') && after ? pk.slice(2) : undefined;
}
