/**
 * Which processes run on this machine, read from `/proc`. Where there is no `/proc` (macOS) every question is
 * answered from what the caller already knows: the process groups that it started.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';

/** One line of the process table. `startedAt` (clock ticks since boot) tells a process from a later one with its pid. */
export interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  session: number;
  startedAt: number;
  /** Of its first thread. */
  state: string;
  threads: number;
}

/** A process that can be recognized again after a restart. */
export interface ProcessKey {
  pid: number;
  startedAt: number;
}

/** Fields of `/proc/<pid>/stat`; the command name may hold spaces and parentheses, so they are counted after the last `)`. */
export function parseStat(pid: number, text: string): ProcessRow {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (index: number): number => Number(fields[index] ?? 0);
  const ids = { pid, parent: field(1), group: field(2), session: field(3) };
  return { ...ids, state: fields[0] ?? '?', threads: field(17), startedAt: field(19) };
}

/** Its first thread is none any more; the others may run on, or are still being taken apart. */
const hasLostFirst = ({ state }: ProcessRow): boolean => state === 'Z' || state === 'X';

/** A process that lives; one that only waits to be reaped does not. */
export function findProcess(pid: number): ProcessRow | undefined {
  const row = readRow(pid, `/proc/${pid}`);
  return row && (!hasLostFirst(row) || row.threads > 1) ? row : undefined;
}

function readRow(pid: number, folder: string): ProcessRow | undefined {
  const text = read(() => readFileSync(`${folder}/stat`, 'utf8'));
  return text === undefined ? undefined : parseStat(pid, text);
}

/** Where its environment and folders are told: below a thread that runs, as a first thread that ended tells none of them. */
function insideOf(pid: number): string {
  const folder = `/proc/${pid}`;
  const row = readRow(pid, folder);
  if (!row || !hasLostFirst(row)) return folder;
  const threads = (read(() => readdirSync(`${folder}/task`)) ?? []).map((id) => `${folder}/task/${id}`);
  const runs = (thread: string): boolean => {
    const each = readRow(pid, thread);
    return each !== undefined && !hasLostFirst(each);
  };
  return threads.find(runs) ?? folder;
}

/** True while the very process of the key lives; a zombie does not. */
export function isAlive(key: ProcessKey): boolean {
  const row = findProcess(key.pid);
  if (row) return key.startedAt === 0 || row.startedAt === key.startedAt;
  return process.platform !== 'linux' && signal(key.pid, 0);
}

export function listProcesses(): ProcessRow[] {
  const names = read(() => readdirSync('/proc')) ?? [];
  return names.flatMap((name) => (/^\d+$/.test(name) ? (findProcess(Number(name)) ?? []) : []));
}

/** The rows plus everything below them in the tree. */
export function withDescendants(roots: ReadonlySet<number>, rows: readonly ProcessRow[]): Set<number> {
  const found = new Set(roots);
  for (let grew = true; grew;) {
    grew = false;
    for (const row of rows) {
      if (found.has(row.pid) || !found.has(row.parent)) continue;
      found.add(row.pid);
      grew = true;
    }
  }
  return found;
}

/** True when the process carries the marker in its environment, or lives in the folder (cwd, program or output). */
export function isMarked(pid: number, marker: string, folder: string): boolean {
  const inside = insideOf(pid);
  const environment = read(() => readFileSync(`${inside}/environ`, 'latin1')) ?? '';
  if (environment.split('\0').includes(marker)) return true;
  return ['cwd', 'exe', 'fd/1', 'fd/2'].some((link) => {
    const target = read(() => readlinkSync(`${inside}/${link}`)) ?? '';
    return target === folder || target.startsWith(folder + sep);
  });
}

/** Send a signal; negative pid means a process group. False when nobody was there. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function read<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
