/**
 * One SQLite file holds all state of the loopback AWS. Durable means durable: WAL with synchronous=FULL, and a reply
 * leaves only after the commit that its writes are in. Requests of one turn of the event loop share that commit, so
 * the price of an fsync is paid once for all of them.
 *
 * Invariant: code between `write(...)` start and end is synchronous and validates before it writes; a thrown error
 * rolls back that request's savepoint alone.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';

export type Statement = StatementSync;

export class Store {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #turn: { committed: Promise<void>; settle: (error?: unknown) => void } | undefined;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    try {
      // Exclusive: a second process on the same folder fails at once instead of corrupting what this one believes.
      this.#db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
      this.#db.exec(
        'PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000; BEGIN IMMEDIATE; COMMIT;',
      );
    } catch (cause) {
      this.#db.close();
      throw new Error(`${file} cannot be opened: does another process use this folder?`, { cause });
    }
  }

  /** Create tables; call at construction of a service. */
  migrate(sql: string): void {
    this.#db.exec(sql);
  }

  /** Prepared statement, cached by its text. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  /** Run a synchronous change; resolves with its value once the change is on disk. Reads inside see earlier writes of the turn. */
  async write<T>(change: () => T): Promise<T> {
    const turn = this.#open();
    this.prepare('SAVEPOINT request').run();
    let value: T;
    try {
      value = change();
      this.prepare('RELEASE request').run();
    } catch (error) {
      this.prepare('ROLLBACK TO request').run();
      this.prepare('RELEASE request').run();
      // The refusal, too, may rest on what others wrote in this turn: it must not be told before that is on disk.
      await turn.committed;
      throw error;
    }
    await turn.committed;
    return value;
  }

  /** Resolves when all that a read could have seen is on disk; undefined (nothing to wait for) outside a turn. */
  settled(): Promise<void> | undefined {
    return this.#turn?.committed;
  }

  close(): void {
    this.#commit();
    this.#db.close();
  }

  #open(): { committed: Promise<void> } {
    if (this.#turn) return this.#turn;
    this.prepare('BEGIN IMMEDIATE').run();
    let settle: (error?: unknown) => void = () => undefined;
    const committed = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error as Error));
    });
    committed.catch(() => undefined);
    this.#turn = { committed, settle };
    setImmediate(() => this.#commit());
    return this.#turn;
  }

  #commit(): void {
    const turn = this.#turn;
    if (!turn) return;
    this.#turn = undefined;
    try {
      this.prepare('COMMIT').run();
      turn.settle();
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      turn.settle(error);
    }
  }
}
