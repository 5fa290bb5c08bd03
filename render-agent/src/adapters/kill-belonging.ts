/** Kills all that belongs to an attempt, and looks again until nothing is found: a process may fork between the look and the kill. */
import { type Belonging, findBelonging } from './process-tree.ts';

const ROUNDS = 5;

/** @returns how many processes were killed */
export function killBelonging(of: Belonging): number {
  const killed = new Set<number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = findBelonging(of);
    if (found.length === 0) break;
    for (const pid of found) {
      killed.add(pid);
      trySignal(pid, 'SIGKILL');
    }
  }
  return killed.size;
}

/** ESRCH: it is gone, which is what was asked for. */
export function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}
