/** A process and all that it started, from /proc: what a machine that stands still holds still. */
import { readFileSync } from 'node:fs';

export function listTree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(listTree)];
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** `T` is stopped, `Z` has ended and waits to be reaped; undefined is gone. */
export function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.charAt(stat.lastIndexOf(')') + 2);
  } catch {
    return undefined;
  }
}

/** A process that was killed and not yet reaped runs no longer. */
export const isRunning = (pid: number): boolean => !['Z', undefined].includes(stateOf(pid));

/** Nothing happens to a process that is gone. */
export function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile.
  }
}
