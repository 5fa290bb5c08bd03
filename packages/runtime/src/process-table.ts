/**
 * The processes of this machine as Linux tells of them in /proc. Invariant: a process is listed for as long as any of its threads runs. The
 * state that its row tells is that of its first thread alone, which may end before the others: then it looks like one that waits to be reaped.
 * Where there is no /proc (macOS) nothing is found.
 */
import { readFileSync, readdirSync } from 'node:fs';

/** `startedAt` (clock ticks since boot) tells a process from a later one with its pid. */
export interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  session: number;
  startedAt: number;
  /** Of its first thread. */
  state: string;
}

/** @returns undefined when it does not live, also while it waits to be reaped */
export function findProcess(pid: number, proc = '/proc'): ProcessRow | undefined {
  const fields = readFields(`${proc}/${pid}`);
  if (!runs(fields) && !(Number(fields[THREADS]) > 1)) return undefined;
  const [state = '', parent, group, session] = fields;
  const [startedAt] = fields.slice(STARTED_AT);
  return {
    ...{ pid, parent: Number(parent), group: Number(group), session: Number(session) },
    ...{ state, startedAt: Number(startedAt) },
  };
}

/** One that vanishes meanwhile is not among them. */
export const listProcesses = (proc = '/proc'): ProcessRow[] =>
  listNumbers(proc).flatMap((pid) => findProcess(pid, proc) ?? []);

/** The folder in which its environment, memory and links are told: a first thread that has ended tells none of them, another one does. */
export function insideOf({ pid, state }: Pick<ProcessRow, 'pid' | 'state'>, proc = '/proc'): string {
  const folder = `${proc}/${pid}`;
  if (runs([state])) return folder;
  const threads = listNumbers(`${folder}/task`).map((id) => `${folder}/task/${id}`);
  return threads.find((thread) => runs(readFields(thread))) ?? folder;
}

/** Places after the command in parentheses, which may hold spaces and parentheses itself: fields 20 and 22 of proc_pid_stat(5). */
const THREADS = 17;
const STARTED_AT = 19;

/** None when there is no such process or thread. */
function readFields(folder: string): string[] {
  const stat = readOr('', () => readFileSync(`${folder}/stat`, 'latin1'));
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Z: waits to be reaped; X: is being taken away. */
const runs = ([state]: readonly string[]): boolean => state !== undefined && state !== 'Z' && state !== 'X';

const listNumbers = (folder: string): number[] =>
  readOr<string[]>([], () => readdirSync(folder))
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** What cannot be read is gone, or never was. */
function readOr<T>(none: T, read: () => T): T {
  try {
    return read();
  } catch {
    return none;
  }
}
