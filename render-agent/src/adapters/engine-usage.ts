/**
 * What an engine uses of the machine: memory and number of its processes. Invariant: each look also remembers the descendants it saw, so
 * that they are found again after they have lost their parent.
 */
import { type ProcessRow, insideOf, listProcesses } from '@reelyard/runtime';
import { type EngineUsage } from '../ports.ts';
import { type Belonging, type ProcessKey, findFamily, isOfUser, keyOf, readText } from './process-tree.ts';

export class UsageMeter {
  readonly seen = new Set<ProcessKey>();
  readonly #of: Belonging;

  constructor(of: Belonging) {
    this.#of = of;
  }

  read(): EngineUsage {
    const own = findFamily(listProcesses(), (process) => this.#isOwn(process));
    this.seen.clear();
    for (const row of own) this.seen.add(keyOf(row));
    return { processes: own.length, memoryBytes: own.reduce((sum, row) => sum + memoryOf(row), 0) };
  }

  #isOwn(row: ProcessRow): boolean {
    const { uid } = this.#of;
    return row.group === this.#of.group || this.seen.has(keyOf(row)) || (uid !== undefined && isOfUser(row.pid, uid));
  }
}

/** What it holds alone and its share of the rest: pages that a fork has in common count once (proc_pid_smaps(5), Pss). */
function memoryOf(row: ProcessRow): number {
  const kib = /^Pss:\s+(\d+) kB$/m.exec(readText(`${insideOf(row)}/smaps_rollup`))?.[1];
  return Number(kib ?? 0) * 1_024;
}
