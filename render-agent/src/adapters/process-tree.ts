/**
 * Finds what an attempt started. A process belongs to an attempt when it runs as the engine's own user, carries the attempt's mark in its
 * environment, works in its scratch folder, is in its process group, or was once seen as a descendant. Only the first holds against a
 * program that wants to hide (`env -i setsid` from another folder): where engines have no user of their own, that one is not promised.
 * Linux: reads /proc (proc(5)); a process that vanishes while it is read is gone, which is what we want.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { type ProcessRow, findProcess, insideOf, listProcesses } from '@reelyard/runtime';

/** Environment variable that every process of an attempt inherits; its value is the scratch folder. */
export const ATTEMPT_MARK = 'REELYARD_SCRATCH';

export interface Belonging {
  scratch: string;
  group: number;
  /** The user that engines alone run as; never ours. */
  uid?: number | undefined;
  /** Descendants seen so far. */
  seen?: ReadonlySet<ProcessKey>;
}

/** Pid and start time: pids are given out again, this pair is not. */
export type ProcessKey = `${number}/${number}`;

export const findBelonging = (of: Belonging): ProcessKey[] =>
  listProcesses()
    .filter((row) => row.pid !== process.pid && belongs(row, of))
    .map(keyOf);

function belongs(row: ProcessRow, of: Belonging): boolean {
  const inside = insideOf(row);
  return (
    row.group === of.group ||
    of.seen?.has(keyOf(row)) === true ||
    isUnder(readLink(`${inside}/cwd`), of.scratch) ||
    isMarked(inside, of.scratch) ||
    (of.uid !== undefined && isOfUser(row.pid, of.uid))
  );
}

export const keyOf = ({ pid, startedAt }: ProcessRow): ProcessKey => `${pid}/${startedAt}`;
export const pidOf = (key: ProcessKey): number => Number.parseInt(key, 10);

export function isAlive(key: ProcessKey): boolean {
  const row = findProcess(pidOf(key));
  return row !== undefined && keyOf(row) === key;
}

/** Those that are meant, with all their descendants. */
export function findFamily(all: readonly ProcessRow[], isMeant: (process: ProcessRow) => boolean): ProcessRow[] {
  const found = new Set(all.filter(isMeant));
  for (const { pid } of found) for (const process of all) if (process.parent === pid) found.add(process);
  return [...found];
}

function isMarked(folder: string, scratch: string): boolean {
  const mark = `${ATTEMPT_MARK}=`;
  const found = readText(`${folder}/environ`)
    .split('\0')
    .find((variable) => variable.startsWith(mark));
  return found !== undefined && isUnder(found.slice(mark.length), scratch);
}

const isUnder = (path: string, scratch: string): boolean =>
  path === scratch || path.startsWith(`${scratch}/`) || path === `${scratch} (deleted)`;

/** Real, effective or saved: a program that gained rights is still its user's. */
export function isOfUser(pid: number, uid: number): boolean {
  const line = /^Uid:\s+(.*)$/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? '';
  return line.split(/\s+/).slice(0, 3).includes(String(uid));
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
