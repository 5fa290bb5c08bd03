/**
 * A table of JSON documents by key: all rows live in memory, each change is written through.
 * Invariant: `put` and `delete` resolve once the change is on disk; readers in this process see it at once.
 */
import { type Store } from '../store.ts';

export class DocumentTable<T> {
  readonly #store: Store;
  readonly #table: string;
  readonly #rows = new Map<string, T>();

  /** `table` is ours, never a caller's text: it goes into the statement. */
  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
    store.migrate(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID`);
    for (const row of store.prepare(`SELECT id, document FROM ${table}`).all())
      this.#rows.set(String(row['id']), JSON.parse(String(row['document'])) as T);
  }

  find(id: string): T | undefined {
    return this.#rows.get(id);
  }

  all(): T[] {
    return [...this.#rows.values()];
  }

  put(id: string, document: T): Promise<void> {
    this.#rows.set(id, document);
    return this.#store.write(() => {
      this.#store
        .prepare(`INSERT INTO ${this.#table} VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document`)
        .run(id, JSON.stringify(document));
    });
  }

  delete(id: string): Promise<void> {
    this.#rows.delete(id);
    return this.#store.write(() => {
      this.#store.prepare(`DELETE FROM ${this.#table} WHERE id = ?`).run(id);
    });
  }
}
