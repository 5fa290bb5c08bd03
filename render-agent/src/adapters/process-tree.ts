/**
 * Finds what an attempt left running. A process belongs to an attempt when it carries the attempt's mark in its environment, works in
 * its scratch folder, or is in its process group: a double fork with `setsid` and `chdir` escapes the last two, not the first.
 * Linux: reads /proc (proc(5)); a process that vanishes while it is read is gone, which is what we want.
 */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Environment variable that every process of an attempt inherits; its value is the scratch folder. */
export const ATTEMPT_MARK = 'REELYARD_SCRATCH';

export interface Belonging {
  scratch: string;
  group: number;
}

export function findBelonging(of: Belonging, proc = '/proc'): number[] {
  return readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongs(`${proc}/${pid}`, of));
}

function belongs(folder: string, of: Belonging): boolean {
  const { state, group } = readStat(folder);
  if (state === undefined || state === 'Z') return false;
  return group === of.group || isUnder(readLink(`${folder}/cwd`), of.scratch) || isMarked(folder, of.scratch);
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

/** Fields 3 and 5 of stat, which follow the command in parentheses (it may hold spaces and parentheses itself). */
function readStat(folder: string): { state: string | undefined; group: number } {
  const stat = readText(`${folder}/stat`);
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: state === '' ? undefined : state, group: Number(group) };
}

function readText(path: string): string {
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
