/**
 * Kills all that belongs to an attempt. A process may fork between the look and the kill, so everything is stopped first, look by look,
 * until a look finds nothing new: what is stopped does not fork, and a fork bomb ends there. Invariant: nothing of it is alive afterwards;
 * a kill is only an order, and who was killed lives until the kernel has taken it apart.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Belonging, type ProcessKey, findBelonging, isAlive, pidOf } from './process-tree.ts';

const LOOKS = 100;
const DEATH_LOOK_MS = 5;
/** What hangs in the kernel (a file system that does not answer) dies when the kernel lets it: waiting longer helps nobody. */
const LONGEST_DEATH_MS = 10_000;

/** @returns how many processes were killed */
export async function killBelonging(of: Belonging): Promise<number> {
  const killed = new Set<ProcessKey>();
  const giveUpAt = performance.now() + LONGEST_DEATH_MS;
  for (;;) {
    const found = killFound(of);
    for (const key of found) killed.add(key);
    if (found.length === 0 || performance.now() >= giveUpAt) return killed.size;
    while (found.some(isAlive) && performance.now() < giveUpAt) await sleep(DEATH_LOOK_MS);
  }
}

function killFound(of: Belonging): ProcessKey[] {
  const found = new Set<ProcessKey>();
  for (let look = 0; look < LOOKS; look += 1) {
    const fresh = findBelonging(of).filter((key) => !found.has(key));
    if (fresh.length === 0) break;
    for (const key of fresh) {
      found.add(key);
      trySignal(pidOf(key), 'SIGSTOP');
    }
  }
  for (const key of found) trySignal(pidOf(key), 'SIGKILL');
  return [...found];
}

/** ESRCH: it is gone, which is what was asked for. */
export function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}
