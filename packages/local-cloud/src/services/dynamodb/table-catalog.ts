/** The tables by name: in memory for reading, in the store for keeps. Changes happen inside a store write. */
import { type Host } from '../../service.ts';
import { type Store } from '../../store.ts';
import { invalid, noSuchTable } from './errors.ts';
import { type Table } from './table.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS ddb_table (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
`;

export class TableCatalog {
  readonly #store: Store;
  readonly #arnPrefix: string;
  readonly #tables = new Map<string, Table>();

  constructor({ store, region, accountId }: Pick<Host, 'store' | 'region' | 'accountId'>) {
    this.#store = store;
    this.#arnPrefix = `arn:aws:dynamodb:${region}:${accountId}:table/`;
    store.migrate(schema);
    const rows = store.prepare('SELECT json FROM ddb_table').all() as { json: string }[];
    for (const { json } of rows) {
      const table = JSON.parse(json) as Table;
      this.#tables.set(table.name, table);
    }
  }

  /** @param name a table's name or its ARN. */
  find(name: unknown): Table | undefined {
    if (typeof name !== 'string' || name === '')
      throw invalid("The parameter 'TableName' is required but was not present in the request");
    return this.#tables.get(name) ?? (name.startsWith('arn:') ? this.#tables.get(name.split('/')[1] ?? '') : undefined);
  }

  get(name: unknown): Table {
    const table = this.find(name);
    if (!table) throw noSuchTable();
    return table;
  }

  all(): Table[] {
    return [...this.#tables.values()];
  }

  names(): string[] {
    return [...this.#tables.keys()].sort();
  }

  arnOf(table: Table): string {
    return this.#arnPrefix + table.name;
  }

  /** Files a new table and gives it its id. */
  add(table: Omit<Table, 'id'>): Table {
    const { lastInsertRowid } = this.#store
      .prepare('INSERT INTO ddb_table (name, json) VALUES (?, ?)')
      .run(table.name, '{}');
    const made = { ...table, id: Number(lastInsertRowid) };
    this.save(made);
    return made;
  }

  save(table: Table): void {
    this.#store.prepare('UPDATE ddb_table SET json = ? WHERE id = ?').run(JSON.stringify(table), table.id);
    this.#tables.set(table.name, table);
  }

  remove(table: Table): void {
    this.#store.prepare('DELETE FROM ddb_table WHERE id = ?').run(table.id);
    this.#tables.delete(table.name);
  }
}
