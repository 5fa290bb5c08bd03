/**
 * Whose processes are whose: by key, by mark, by descent. Where there is no `/proc` (macOS) every question is answered from what the caller
 * already knows: the process groups that it started.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { type ProcessRow, findProcess, insideOf } from '@reelyard/runtime';

/** A process that can be recognized again after a restart. */
export interface ProcessKey {
  pid: number;
  startedAt: number;
}

/** True while the very process of the key lives; a zombie does not. */
export function isAlive(key: ProcessKey): boolean {
  const row = findProcess(key.pid);
  if (row) return key.startedAt === 0 || row.startedAt === key.startedAt;
  return process.platform !== 'linux' && signal(key.pid, 0);
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
export function isMarked(row: ProcessRow, marker: string, folder: string): boolean {
  const inside = insideOf(row);
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
