/**
 * Rows of a table or an index in key order, read in slices that continue behind the last row. The order is total:
 * where index keys are equal, the base key decides.
 */
import { type Store } from '../../store.ts';
import { type KeyRange } from './key-condition.ts';
import { type Index, type Table } from './table.ts';

export interface RowSourceOptions {
  table: Table;
  index: Index | undefined;
  /** Absent: scan everything. */
  range: KeyRange | undefined;
  isForward: boolean;
}

export interface Row {
  json: string;
  size: number;
  /** Where the row stands, to continue behind it. */
  position: string[];
}

type Raw = Record<string, string | number>;

export class RowSource {
  readonly #store: Store;
  readonly #options: RowSourceOptions;
  readonly #columns: string[];

  constructor(store: Store, options: RowSourceOptions) {
    this.#store = store;
    this.#options = options;
    const { index, range } = options;
    const keys = index ? ['x.sk', 'x.bpk', 'x.bsk'] : ['i.sk'];
    this.#columns = range ? keys : [index ? 'x.pk' : 'i.pk', ...keys];
  }

  /** The next rows behind `after` (absent: from the start). */
  read(after: readonly string[] | undefined, limit: number): Row[] {
    const { table, index, range, isForward } = this.#options;
    const where = index ? ['x.ix = ?'] : ['i.t = ?'];
    const values: (string | number)[] = index ? [table.id, index.id] : [table.id];
    if (range) this.#restrict(range, where, values);
    if (after) {
      where.push(`(${this.#columns.join(', ')}) ${isForward ? '>' : '<'} (${after.map(() => '?').join(', ')})`);
      values.push(...after);
    }
    const rows = this.#store.prepare(this.#sql(where)).all(...values, limit) as Raw[];
    return rows.map((row) => ({
      json: row['json'] as string,
      size: row['size'] as number,
      position: this.#columns.map((_, at) => row[`c${at}`] as string),
    }));
  }

  #restrict({ pk, low, high }: KeyRange, where: string[], values: (string | number)[]): void {
    const sort = this.#columns[0] ?? '';
    where.push(`${this.#options.index ? 'x.pk' : 'i.pk'} = ?`);
    values.push(pk);
    if (low) {
      where.push(`${sort} ${low.isIncluded ? '>=' : '>'} ?`);
      values.push(low.key);
    }
    if (high) {
      where.push(`${sort} ${high.isIncluded ? '<=' : '<'} ?`);
      values.push(high.key);
    }
  }

  #sql(where: string[]): string {
    const { index, isForward } = this.#options;
    const columns = this.#columns.map((column, at) => `${column} AS c${at}`).join(', ');
    // CROSS JOIN keeps SQLite from turning the join around.
    const from = index
      ? 'ddb_index x CROSS JOIN ddb_item i ON i.t = ? AND i.pk = x.bpk AND i.sk = x.bsk'
      : 'ddb_item i';
    const order = this.#columns.map((column) => (isForward ? column : `${column} DESC`)).join(', ');
    return `SELECT ${columns}, i.json AS json, i.size AS size FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  }
}
