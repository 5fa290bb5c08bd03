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

/** Nothing happens to a process that is gone. */
export function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile.
  }
}
