/**
 * Items and index rows in SQLite. An item is one row with its JSON text; an index row holds only the item's place in
 * the index and in the table, so an item that changes without touching an index key costs one row.
 *
 * Invariant: an item has exactly the index rows that `indexKeyOf` gives for it; whoever replaces or deletes an item
 * passes the old one.
 */
import { type Statement, type Store } from '../../store.ts';
import { type Item, ownValue } from './attribute.ts';
import { type IndexLag } from './index-lag.ts';
import { type Index, indexKeyOf, type ItemKey, type Table } from './table.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS ddb_item (
    t INTEGER NOT NULL, pk TEXT NOT NULL, sk TEXT NOT NULL, json TEXT NOT NULL, size INTEGER NOT NULL, expires INTEGER,
    PRIMARY KEY (t, pk, sk)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ddb_index (
    ix INTEGER NOT NULL, pk TEXT NOT NULL, sk TEXT NOT NULL, bpk TEXT NOT NULL, bsk TEXT NOT NULL,
    PRIMARY KEY (ix, pk, sk, bpk, bsk)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS ddb_item_expiry ON ddb_item (t, expires) WHERE expires IS NOT NULL;
`;

export interface StoredItem {
  json: string;
  /** Bytes, as DynamoDB counts. */
  size: number;
}

export class ItemStore {
  readonly lag: IndexLag;
  readonly #store: Store;
  readonly #get: Statement;
  readonly #put: Statement;
  readonly #delete: Statement;
  readonly #putIndex: Statement;
  readonly #deleteIndex: Statement;

  constructor(store: Store, lag: IndexLag) {
    store.migrate(schema);
    this.lag = lag;
    this.#store = store;
    this.#get = store.prepare('SELECT json, size FROM ddb_item WHERE t = ? AND pk = ? AND sk = ?');
    this.#put = store.prepare('REPLACE INTO ddb_item (t, pk, sk, json, size, expires) VALUES (?, ?, ?, ?, ?, ?)');
    this.#delete = store.prepare('DELETE FROM ddb_item WHERE t = ? AND pk = ? AND sk = ?');
    this.#putIndex = store.prepare('REPLACE INTO ddb_index (ix, pk, sk, bpk, bsk) VALUES (?, ?, ?, ?, ?)');
    this.#deleteIndex = store.prepare(
      'DELETE FROM ddb_index WHERE ix = ? AND pk = ? AND sk = ? AND bpk = ? AND bsk = ?',
    );
  }

  get(table: Table, key: ItemKey): StoredItem | undefined {
    return this.#get.get(table.id, key.pk, key.sk) as StoredItem | undefined;
  }

  /** @param old the item that stood there, undefined when none did. @returns number of index rows written. */
  put(table: Table, key: ItemKey, item: Item, size: number, old: Item | undefined): number {
    this.#put.run(table.id, key.pk, key.sk, JSON.stringify(item), size, expiryOf(table, item));
    return this.#reindex(table, key, old, item);
  }

  delete(table: Table, key: ItemKey, old: Item): number {
    this.#delete.run(table.id, key.pk, key.sk);
    return this.#reindex(table, key, old, undefined);
  }

  #reindex(table: Table, key: ItemKey, old: Item | undefined, item: Item | undefined): number {
    let written = 0;
    for (const index of table.indexes) {
      const before = old && indexKeyOf(index, old);
      const after = item && indexKeyOf(index, item);
      if (before && after && before.pk === after.pk && before.sk === after.sk) continue;
      if (before) this.#deleteIndex.run(index.id, before.pk, before.sk, key.pk, key.sk);
      if (after) {
        this.#putIndex.run(index.id, after.pk, after.sk, key.pk, key.sk);
        this.lag.note(table, index, key);
      }
      if (before || after) written += 1;
    }
    return written;
  }

  /** Fills a new index from the items that are there. */
  fillIndex(table: Table, index: Index): void {
    for (const { pk, sk, item } of this.everyItem(table)) {
      const place = indexKeyOf(index, item);
      if (place) this.#putIndex.run(index.id, place.pk, place.sk, pk, sk);
    }
  }

  dropIndex(index: Index): void {
    this.#store.prepare('DELETE FROM ddb_index WHERE ix = ?').run(index.id);
  }

  dropTable(table: Table): void {
    for (const index of table.indexes) this.dropIndex(index);
    this.#store.prepare('DELETE FROM ddb_item WHERE t = ?').run(table.id);
  }

  /** Sets every item's expiry by the table's TTL attribute (or clears it). */
  refreshExpiries(table: Table): void {
    const update = this.#store.prepare('UPDATE ddb_item SET expires = ? WHERE t = ? AND pk = ? AND sk = ?');
    for (const { pk, sk, item } of this.everyItem(table)) update.run(expiryOf(table, item), table.id, pk, sk);
  }

  /** Items whose second of expiry lies in (after, before]. */
  findExpired(table: Table, after: number, before: number, limit: number): (ItemKey & { item: Item })[] {
    const rows = this.#store
      .prepare('SELECT pk, sk, json FROM ddb_item WHERE t = ? AND expires > ? AND expires <= ? LIMIT ?')
      .all(table.id, after, before, limit) as unknown as (ItemKey & StoredItem)[];
    return rows.map(({ pk, sk, json }) => ({ pk, sk, item: JSON.parse(json) as Item }));
  }

  count(table: Table): { items: number; bytes: number } {
    const sql = 'SELECT count(*) AS items, coalesce(sum(size), 0) AS bytes FROM ddb_item WHERE t = ?';
    return this.#store.prepare(sql).get(table.id) as { items: number; bytes: number };
  }

  countIndex(index: Index): number {
    const row = this.#store.prepare('SELECT count(*) AS items FROM ddb_index WHERE ix = ?').get(index.id);
    return (row as { items: number }).items;
  }

  /** In slices, so that a change made between two items does not disturb the reading. */
  *everyItem(table: Table): Generator<ItemKey & { item: Item }> {
    const read = this.#store.prepare(
      'SELECT pk, sk, json FROM ddb_item WHERE t = ? AND (pk, sk) > (?, ?) ORDER BY pk, sk LIMIT 200',
    );
    let last: ItemKey | undefined = { pk: '', sk: '' };
    while (last) {
      const rows = read.all(table.id, last.pk, last.sk) as unknown as (ItemKey & StoredItem)[];
      for (const { pk, sk, json } of rows) yield { pk, sk, item: JSON.parse(json) as Item };
      last = rows[rows.length - 1];
    }
  }
}

function expiryOf(table: Table, item: Item): number | null {
  if (table.ttlAttribute === undefined) return null;
  const seconds = Number(ownValue(item, table.ttlAttribute)?.N ?? Number.NaN);
  return Number.isFinite(seconds) && Math.abs(seconds) < 1e12 ? Math.floor(seconds) : null;
}
