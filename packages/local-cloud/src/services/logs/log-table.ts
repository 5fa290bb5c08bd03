/** Log groups, streams and their events, in SQLite. An event is found by group and time. */
import { type Store } from '../../store.ts';

export interface LogGroup {
  name: string;
  createdAt: number;
  retentionDays: number | null;
}

export interface LogStream {
  group: string;
  name: string;
  createdAt: number;
}

export interface LogEvent {
  id: number;
  group: string;
  stream: string;
  timestamp: number;
  ingestedAt: number;
  message: string;
}

export interface EventQuery {
  group: string;
  /** Empty means every stream. */
  streams: readonly string[];
  from: number;
  to: number;
  /** Events after this one, in order of time and arrival. */
  after: { timestamp: number; id: number } | undefined;
}

const eventFields = 'id, grp AS "group", stream, timestamp, ingested AS ingestedAt, message';

export class LogTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.migrate(`
      CREATE TABLE IF NOT EXISTS log_group (name TEXT PRIMARY KEY, created INTEGER NOT NULL, retention INTEGER);
      CREATE TABLE IF NOT EXISTS log_stream (grp TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (grp, name));
      CREATE TABLE IF NOT EXISTS log_event (
        id INTEGER PRIMARY KEY, grp TEXT NOT NULL, stream TEXT NOT NULL, timestamp INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS log_event_by_time ON log_event (grp, timestamp, id);
    `);
  }

  findGroup(name: string): LogGroup | undefined {
    return this.listGroups(name).find((group) => group.name === name);
  }

  listGroups(prefix: string): LogGroup[] {
    const sql = 'SELECT name, created AS createdAt, retention AS retentionDays FROM log_group ORDER BY name';
    const rows = this.#store.prepare(sql).all() as unknown as LogGroup[];
    return rows.filter((group) => group.name.startsWith(prefix));
  }

  listStreams(group: string, prefix: string): LogStream[] {
    const sql = 'SELECT grp AS "group", name, created AS createdAt FROM log_stream WHERE grp = ? ORDER BY name';
    const rows = this.#store.prepare(sql).all(group) as unknown as LogStream[];
    return rows.filter((stream) => stream.name.startsWith(prefix));
  }

  putGroup(group: LogGroup): Promise<void> {
    const statement = this.#store.prepare(
      'INSERT OR REPLACE INTO log_group (name, created, retention) VALUES (?, ?, ?)',
    );
    return this.#store.write(() => void statement.run(group.name, group.createdAt, group.retentionDays));
  }

  putStream(stream: LogStream): Promise<void> {
    const statement = this.#store.prepare('INSERT OR IGNORE INTO log_stream (grp, name, created) VALUES (?, ?, ?)');
    return this.#store.write(() => void statement.run(stream.group, stream.name, stream.createdAt));
  }

  deleteGroup(name: string): Promise<void> {
    return this.#store.write(() => {
      this.#store.prepare('DELETE FROM log_event WHERE grp = ?').run(name);
      this.#store.prepare('DELETE FROM log_stream WHERE grp = ?').run(name);
      this.#store.prepare('DELETE FROM log_group WHERE name = ?').run(name);
    });
  }

  append(events: readonly Omit<LogEvent, 'id'>[]): Promise<void> {
    const sql = 'INSERT INTO log_event (grp, stream, timestamp, ingested, message) VALUES (?, ?, ?, ?, ?)';
    const statement = this.#store.prepare(sql);
    return this.#store.write(() => {
      for (const event of events)
        statement.run(event.group, event.stream, event.timestamp, event.ingestedAt, event.message);
    });
  }

  /** In order of time and arrival, lazily: the caller stops when it has enough. */
  *find(query: EventQuery): Generator<LogEvent> {
    const { timestamp, id } = query.after ?? { timestamp: query.from, id: -1 };
    const sql = `SELECT ${eventFields} FROM log_event
      WHERE grp = ? AND (timestamp > ? OR (timestamp = ? AND id > ?)) AND timestamp < ? ORDER BY timestamp, id`;
    const rows = this.#store.prepare(sql).all(query.group, timestamp, timestamp, id, query.to) as unknown as LogEvent[];
    for (const row of rows) if (query.streams.length === 0 || query.streams.includes(row.stream)) yield row;
  }

  /** Drops what its group no longer keeps. */
  expire(now: number): Promise<void> {
    const sql =
      'DELETE FROM log_event WHERE timestamp < ? - 86400000 * (SELECT retention FROM log_group WHERE name = log_event.grp)';
    return this.#store.write(() => void this.#store.prepare(sql).run(now));
  }
}
