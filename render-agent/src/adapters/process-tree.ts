/**
 * Finds what an attempt started. A process belongs to an attempt when it runs as the engine's own user, carries the attempt's mark in its
 * environment, works in its scratch folder, is in its process group, or was once seen as a descendant. Only the first holds against a
 * program that wants to hide (`env -i setsid` from another folder): where engines have no user of their own, that one is not promised.
 * Linux: reads /proc (proc(5)); a process that vanishes while it is read is gone, which is what we want.
 */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

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
export type ProcessKey = `${number}/${string}`;

export function findBelonging(of: Belonging, proc = '/proc'): number[] {
  return listPids(proc).filter((pid) => pid !== process.pid && belongs(pid, of, proc));
}

function belongs(pid: number, of: Belonging, proc: string): boolean {
  const stat = readStat(pid, proc);
  if (!stat?.isAlive) return false;
  const folder = insideOf(pid, proc);
  return (
    stat.group === of.group ||
    of.seen?.has(stat.key) === true ||
    isUnder(readLink(`${folder}/cwd`), of.scratch) ||
    isMarked(folder, of.scratch) ||
    (of.uid !== undefined && isOfUser(pid, of.uid, proc))
  );
}

export const listProcesses = (proc = '/proc'): ProcessStat[] =>
  listPids(proc).flatMap((pid) => readStat(pid, proc) ?? []);

/** Those that are meant, with all their descendants. */
export function findFamily(all: readonly ProcessStat[], isMeant: (process: ProcessStat) => boolean): ProcessStat[] {
  const found = new Set(all.filter(isMeant));
  for (const { pid } of found) for (const process of all) if (process.parent === pid) found.add(process);
  return [...found];
}

export interface ProcessStat {
  pid: number;
  parent: number;
  group: number;
  /** False once it only waits to be reaped. */
  isAlive: boolean;
  key: ProcessKey;
}

/** @returns undefined when there is no such process */
export function readStat(pid: number, proc = '/proc'): ProcessStat | undefined {
  const fields = readFields(`${proc}/${pid}`);
  const [state = '', parent, group] = fields;
  if (state === '') return undefined;
  const isAlive = !isEnded(state) || Number(fields[THREADS]) > 1;
  return { pid, parent: Number(parent), group: Number(group), isAlive, key: `${pid}/${fields[STARTED_AT] ?? ''}` };
}

/** Places after the command in parentheses, which may hold spaces and parentheses itself: fields 20 and 22 of proc_pid_stat(5). */
const THREADS = 17;
const STARTED_AT = 19;

const readFields = (folder: string): string[] => {
  const stat = readText(`${folder}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** A state that tells of the first thread alone: a process may end that one and run on with the others. */
const isEnded = (state = ''): boolean => /^[ZX]?$/.test(state);

/** Where its environment, memory and working folder are told: below a thread that runs, as a first thread that ended tells none of them. */
export function insideOf(pid: number, proc = '/proc'): string {
  const folder = `${proc}/${pid}`;
  if (!isEnded(readFields(folder)[0])) return folder;
  const thread = listPids(`${folder}/task`).find((id) => !isEnded(readFields(`${folder}/task/${id}`)[0]));
  return thread === undefined ? folder : `${folder}/task/${thread}`;
}

function listPids(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
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
export function isOfUser(pid: number, uid: number, proc = '/proc'): boolean {
  const line = /^Uid:\s+(.*)$/m.exec(readText(`${proc}/${pid}/status`))?.[1] ?? '';
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
