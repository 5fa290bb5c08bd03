/**
 * Kills all that belongs to an attempt. A process may fork between the look and the kill, so everything is stopped first, look by look,
 * until a look finds nothing new: what is stopped does not fork, and a fork bomb ends there.
 */
import { type Belonging, findBelonging } from './process-tree.ts';

const LOOKS = 100;

/** @returns how many processes were killed */
export function killBelonging(of: Belonging): number {
  const found = new Set<number>();
  for (let look = 0; look < LOOKS; look += 1) {
    const fresh = findBelonging(of).filter((pid) => !found.has(pid));
    if (fresh.length === 0) break;
    for (const pid of fresh) {
      found.add(pid);
      trySignal(pid, 'SIGSTOP');
    }
  }
  for (const pid of found) trySignal(pid, 'SIGKILL');
  return found.size;
}

/** ESRCH: it is gone, which is what was asked for. */
export function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}
