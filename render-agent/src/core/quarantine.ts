/**
 * An instance whose engine fails where others succeed takes itself out: three engine failures in a row, over two jobs at least, of
 * which two ended well elsewhere. The history is bounded, and a success of our own clears it.
 */
import { type TaskRef } from '@reelyard/contracts';

export const FAILURES_IN_A_ROW = 3;
const JOBS = 2;
const KEPT = 16;

export function addEngineFailure(history: readonly TaskRef[], failed: TaskRef): TaskRef[] {
  return [...history, failed].slice(-KEPT);
}

const jobsOf = (tasks: readonly TaskRef[]): number => new Set(tasks.map(({ job }) => job)).size;

/** Worth asking the ledger how those tasks fared elsewhere. */
export function isSuspect(history: readonly TaskRef[]): boolean {
  return history.length >= FAILURES_IN_A_ROW && jobsOf(history) >= JOBS;
}

export function shouldQuarantine(history: readonly TaskRef[], succeededElsewhere: readonly TaskRef[]): boolean {
  return isSuspect(history) && jobsOf(succeededElsewhere) >= JOBS;
}
