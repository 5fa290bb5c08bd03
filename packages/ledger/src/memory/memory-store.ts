/** The table in memory. Each call takes effect at one instant, so it is as consistent as the real one, and its indexes never lag. */
import { INDEX_FIELDS } from '../items/index-keys.ts';
import { type Applied, type IndexFilter, type IndexQuery, type ItemStore, type PartitionQuery } from '../item-store.ts';
import { type Change, type Item, type ItemKey } from '../protocol/change.ts';
import { applyChanges, type Written } from '../protocol/evaluate.ts';

const nameOf = (key: ItemKey): string => `${key.pk}\u0000${key.sk}`;

export interface MemoryStoreOptions {
  /** Sees every applied write before its caller does: for checkers and for tests that fail at an instant. */
  onWrite?: (changes: readonly Change[], written: readonly Written[]) => void;
}

export class MemoryStore implements ItemStore {
  readonly #items = new Map<string, Item>();
  readonly #onWrite: MemoryStoreOptions['onWrite'];

  constructor(options: MemoryStoreOptions = {}) {
    this.#onWrite = options.onWrite;
  }

  apply(changes: readonly Change[]): Promise<Applied> {
    return Promise.resolve(copy(this.#apply(changes)));
  }

  applyEach(changes: readonly Change[]): Promise<boolean[]> {
    return Promise.resolve(changes.map((change) => this.#apply([change]).kind === 'applied'));
  }

  get(keys: readonly ItemKey[]): Promise<(Item | undefined)[]> {
    return Promise.resolve(keys.map((key) => copy(this.#items.get(nameOf(key)))));
  }

  query({ pk, prefix, after, descending, limit }: PartitionQuery): Promise<Item[]> {
    const sign = descending ? -1 : 1;
    const found = [...this.#items.values()]
      .filter((item) => item.pk === pk && item.sk.startsWith(prefix))
      .filter((item) => after === undefined || sign * order(item.sk, after) > 0)
      .sort((a, b) => sign * order(a.sk, b.sk));
    return Promise.resolve(copy(found.slice(0, limit)));
  }

  queryIndex({ index, partition, from, upTo, limit, filter }: IndexQuery): Promise<Item[]> {
    const { pk, sk } = INDEX_FIELDS[index];
    const found = [...this.#items.values()]
      .filter((item) => item[pk] === partition)
      .filter((item) => from === undefined || order(String(item[sk]), from) >= 0)
      .filter((item) => upTo === undefined || order(String(item[sk]).slice(0, upTo.length), upTo) <= 0)
      .filter((item) => passes(filter, item))
      .sort((a, b) => order(String(a[sk]), String(b[sk])));
    return Promise.resolve(copy(found.slice(0, limit)));
  }

  countIndex({ index, partition }: Pick<IndexQuery, 'index' | 'partition'>): Promise<number> {
    const { pk } = INDEX_FIELDS[index];
    return Promise.resolve([...this.#items.values()].filter((item) => item[pk] === partition).length);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  /** Every item, for checkers. */
  items(): Item[] {
    return copy([...this.#items.values()]);
  }

  #apply(changes: readonly Change[]): Applied {
    const names = new Set(changes.map((change) => nameOf(change.key)));
    if (names.size !== changes.length) throw new TypeError('one item twice in one transaction');
    const evaluation = applyChanges((key) => this.#items.get(nameOf(key)), changes);
    if (evaluation.kind === 'refused') return evaluation;
    for (const { key, after } of evaluation.written) {
      if (after) this.#items.set(nameOf(key), after);
      else this.#items.delete(nameOf(key));
    }
    this.#onWrite?.(changes, evaluation.written);
    const after = changes.length === 1 ? evaluation.written[0]?.after : undefined;
    return after ? { kind: 'applied', after } : { kind: 'applied' };
  }
}

/** Items are plain data; a tenth of what structuredClone takes for them. */
function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy) as T;
  const out: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(value)) out[field] = copy(inner);
  return out as T;
}

/** Byte order: keys are ASCII, where it is the order of code units. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function passes(filter: IndexFilter | undefined, item: Item): boolean {
  if (!filter) return true;
  const emittedAt = item['emittedAt'];
  return item['state'] === filter.state && typeof emittedAt === 'number' && emittedAt <= filter.emittedAtMost;
}
