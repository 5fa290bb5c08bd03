/**
 * What an engine uses of the machine: memory and number of its processes. Invariant: each look also remembers the descendants it saw, so
 * that they are found again after they have lost their parent.
 */
import { type EngineUsage } from '../ports.ts';
import {
  type Belonging,
  type ProcessKey,
  type ProcessStat,
  findFamily,
  insideOf,
  isOfUser,
  listProcesses,
  readText,
} from './process-tree.ts';

export class UsageMeter {
  readonly seen = new Set<ProcessKey>();
  readonly #of: Belonging;

  constructor(of: Belonging) {
    this.#of = of;
  }

  read(): EngineUsage {
    const living = listProcesses().filter(({ isAlive }) => isAlive);
    const own = findFamily(living, (process) => this.#isOwn(process));
    this.seen.clear();
    for (const { key } of own) this.seen.add(key);
    return { processes: own.length, memoryBytes: own.reduce((sum, { pid }) => sum + memoryOf(pid), 0) };
  }

  #isOwn({ pid, group, key }: ProcessStat): boolean {
    const { uid } = this.#of;
    return group === this.#of.group || this.seen.has(key) || (uid !== undefined && isOfUser(pid, uid));
  }
}

/** What it holds alone and its share of the rest: pages that a fork has in common count once (proc_pid_smaps(5), Pss). */
function memoryOf(pid: number): number {
  const kib = /^Pss:\s+(\d+) kB$/m.exec(readText(`${insideOf(pid)}/smaps_rollup`))?.[1];
  return Number(kib ?? 0) * 1_024;
}
