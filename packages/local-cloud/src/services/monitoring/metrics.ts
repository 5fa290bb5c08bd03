/** The metrics and their data points. Writes run inside `Store.write`. */
import { type Store } from '../../store.ts';
import { type Dimension, type MetricName } from './metric-name.ts';

/** A value that came `count` times, or a statistic set: then `min` and `max` differ and the values are not known. */
export interface Sample {
  /** Milliseconds. */
  at: number;
  unit: string;
  min: number;
  max: number;
  sum: number;
  count: number;
}

/** Samples older than this are dropped at start: the longest that CloudWatch keeps minutes. */
const retentionMs = 15 * 86_400_000;

export class Metrics {
  readonly #store: Store;

  constructor(store: Store, now: number) {
    this.#store = store;
    store.migrate(`
      CREATE TABLE IF NOT EXISTS monitoring_metric (
        id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
        UNIQUE (namespace, name, dimensions));
      CREATE TABLE IF NOT EXISTS monitoring_sample (
        metric_id INTEGER NOT NULL, at INTEGER NOT NULL, unit TEXT NOT NULL,
        min REAL NOT NULL, max REAL NOT NULL, sum REAL NOT NULL, count REAL NOT NULL);
      CREATE INDEX IF NOT EXISTS monitoring_sample_by_time ON monitoring_sample (metric_id, at);`);
    store.prepare('DELETE FROM monitoring_sample WHERE at < ?').run(now - retentionMs);
  }

  add(name: MetricName, samples: Sample[]): void {
    const id = this.#idOf(name);
    const insert = this.#store.prepare('INSERT INTO monitoring_sample VALUES (?, ?, ?, ?, ?, ?, ?)');
    for (const { at, unit, min, max, sum, count } of samples) insert.run(id, at, unit, min, max, sum, count);
  }

  /** From `startAt` up to but without `endAt`, in order of time. */
  find(name: MetricName, startAt: number, endAt: number, unit: string | undefined): Sample[] {
    const id = this.#findId(name);
    if (id === undefined) return [];
    const rows = this.#store
      .prepare('SELECT * FROM monitoring_sample WHERE metric_id = ? AND at >= ? AND at < ? ORDER BY at')
      .all(id, startAt, endAt);
    return rows.map(read).filter((sample) => unit === undefined || sample.unit === unit);
  }

  #idOf(metric: MetricName): number {
    const { namespace, name, dimensions } = metric;
    const insert = this.#store.prepare('INSERT INTO monitoring_metric (namespace, name, dimensions) VALUES (?, ?, ?)');
    return this.#findId(metric) ?? Number(insert.run(namespace, name, JSON.stringify(dimensions)).lastInsertRowid);
  }

  #findId({ namespace, name, dimensions }: MetricName): number | undefined {
    const row = this.#store
      .prepare('SELECT id FROM monitoring_metric WHERE namespace = ? AND name = ? AND dimensions = ?')
      .get(namespace, name, JSON.stringify(dimensions));
    return row && Number(row.id);
  }

  list(): MetricName[] {
    const rows = this.#store.prepare('SELECT * FROM monitoring_metric ORDER BY namespace, name, dimensions').all();
    return rows.map((row) => ({
      namespace: String(row.namespace),
      name: String(row.name),
      dimensions: JSON.parse(String(row.dimensions)) as Dimension[],
    }));
  }
}

function read(row: Record<string, unknown>): Sample {
  return {
    at: Number(row.at),
    unit: String(row.unit),
    min: Number(row.min),
    max: Number(row.max),
    sum: Number(row.sum),
    count: Number(row.count),
  };
}
