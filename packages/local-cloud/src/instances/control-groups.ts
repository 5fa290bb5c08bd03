/** Processes seen below the main one of each service; they die with it, as in a control group. */
import { listProcesses, type ProcessRow } from '@reelyard/runtime';
import { type ProcessKey, withDescendants } from './process-key.ts';

export class ControlGroups {
  /** Service → pid → start time. */
  readonly #members = new Map<string, Map<number, number>>();

  /** Remember who runs below the service's main process now. */
  remember(name: string, main: ProcessKey, rows: readonly ProcessRow[]): void {
    const below = withDescendants(new Set([main.pid]), rows);
    const known = this.#members.get(name) ?? new Map<number, number>();
    for (const row of rows) if (below.has(row.pid)) known.set(row.pid, row.startedAt);
    this.#members.set(name, known);
  }

  /** The main process and all that ever ran below it and still lives. */
  list(name: string, main: ProcessKey | undefined): ProcessKey[] {
    const rows = listProcesses();
    const roots = new Set<number>(main ? [main.pid] : []);
    const known = this.#members.get(name) ?? new Map<number, number>();
    for (const row of rows) if (known.get(row.pid) === row.startedAt || row.session === main?.pid) roots.add(row.pid);
    const all = withDescendants(roots, rows);
    return rows.filter((row) => all.has(row.pid)).map((row) => ({ pid: row.pid, startedAt: row.startedAt }));
  }

  forget(name: string): void {
    this.#members.delete(name);
  }

  clear(): void {
    this.#members.clear();
  }
}
