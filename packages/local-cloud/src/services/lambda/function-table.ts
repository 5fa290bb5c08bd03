/** Functions, event source mappings and waiting asynchronous invocations, in SQLite. */
import { type Store } from '../../store.ts';
import { type LambdaFunction } from './lambda-function.ts';

export interface EventSourceMapping {
  uuid: string;
  functionName: string;
  queueArn: string;
  batchSize: number;
  isEnabled: boolean;
  reportsItemFailures: boolean;
}

/** An `InvocationType: Event` call that is not done. AWS retries it twice; so do we, also over a restart. */
export interface AsyncInvocation {
  id: number;
  functionName: string;
  payload: string;
  attempts: number;
}

interface BodyRow {
  body: string;
}

export class FunctionTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.migrate(`
      CREATE TABLE IF NOT EXISTS lambda_function (name TEXT PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS lambda_mapping (uuid TEXT PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS lambda_async (id INTEGER PRIMARY KEY, function_name TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL);
    `);
  }

  find(name: string): LambdaFunction | undefined {
    return readBody<LambdaFunction>(this.#store.prepare('SELECT body FROM lambda_function WHERE name = ?').get(name));
  }

  list(): LambdaFunction[] {
    return readBodies<LambdaFunction>(this.#store.prepare('SELECT body FROM lambda_function ORDER BY name').all());
  }

  put(fn: LambdaFunction): Promise<void> {
    const statement = this.#store.prepare('INSERT OR REPLACE INTO lambda_function (name, body) VALUES (?, ?)');
    return this.#store.write(() => void statement.run(fn.name, JSON.stringify(fn)));
  }

  delete(name: string): Promise<void> {
    return this.#store.write(() => void this.#store.prepare('DELETE FROM lambda_function WHERE name = ?').run(name));
  }

  findMapping(uuid: string): EventSourceMapping | undefined {
    const row = this.#store.prepare('SELECT body FROM lambda_mapping WHERE uuid = ?').get(uuid);
    return readBody<EventSourceMapping>(row);
  }

  listMappings(): EventSourceMapping[] {
    return readBodies<EventSourceMapping>(this.#store.prepare('SELECT body FROM lambda_mapping').all());
  }

  putMapping(mapping: EventSourceMapping): Promise<void> {
    const statement = this.#store.prepare('INSERT OR REPLACE INTO lambda_mapping (uuid, body) VALUES (?, ?)');
    return this.#store.write(() => void statement.run(mapping.uuid, JSON.stringify(mapping)));
  }

  deleteMapping(uuid: string): Promise<void> {
    return this.#store.write(() => void this.#store.prepare('DELETE FROM lambda_mapping WHERE uuid = ?').run(uuid));
  }

  enqueue(functionName: string, payload: string): Promise<void> {
    const statement = this.#store.prepare(
      'INSERT INTO lambda_async (function_name, payload, attempts) VALUES (?, ?, 0)',
    );
    return this.#store.write(() => void statement.run(functionName, payload));
  }

  nextAsync(functionName: string): AsyncInvocation | undefined {
    const row = this.#store
      .prepare('SELECT id, payload, attempts FROM lambda_async WHERE function_name = ? ORDER BY id LIMIT 1')
      .get(functionName) as { id: number; payload: string; attempts: number } | undefined;
    return row && { functionName, ...row };
  }

  /** Away for good after success or the third attempt. */
  settleAsync(invocation: AsyncInvocation, isOver: boolean): Promise<void> {
    const statement = isOver
      ? this.#store.prepare('DELETE FROM lambda_async WHERE id = ?')
      : this.#store.prepare('UPDATE lambda_async SET attempts = attempts + 1 WHERE id = ?');
    return this.#store.write(() => void statement.run(invocation.id));
  }
}

function readBody<T>(row: unknown): T | undefined {
  return row === undefined ? undefined : (JSON.parse((row as BodyRow).body) as T);
}

function readBodies<T>(rows: unknown[]): T[] {
  return rows.map((row) => JSON.parse((row as BodyRow).body) as T);
}
