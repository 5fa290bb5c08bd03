/**
 * Machines come in whole numbers. Jobs that arrive in [l, r] and must be through by r (a_j ≥ l, a_j + W_j + s_j ≤ r) need k machines at once some
 * time in it: their work is at most k·(r − l), and one machine holds at most ⌊(r − l) ÷ shortest⌋ of them. So machines ready at l plus
 * launches that become ready in [l, r] are at least ⌈k⌉. Invariant: a cut holds for every run that meets the start objective of all jobs;
 * of two cuts with the same number the one in the shorter span says it all.
 */
import { type Stretch } from './stretches.ts';
import { type BoundJob } from './work-band.ts';

export interface LaunchCut {
  /** First and last bin. */
  from: number;
  to: number;
  machines: number;
}

/** Bins of a job's window. */
interface Window {
  from: number;
  to: number;
  service: number;
}

/** Windows farther apart than this are not put together: the work rows see to those. */
const SPAN_SECONDS = 1_800;

/** @param jobs those of the stretch */
export function findLaunchCuts(stretch: Stretch, jobs: readonly BoundJob[]): LaunchCut[] {
  const windows = jobs.map((job) => windowOf(stretch, job)).sort((a, b) => a.from - b.from || a.to - b.to);
  const cuts: LaunchCut[] = [];
  for (let index = windows.length - 1; index >= 0; index -= 1)
    if (windows[index - 1]?.from !== windows[index]?.from) cuts.push(...cutsFrom(stretch, windows, index));
  return keepTightest(cuts);
}

/** One cut per number of machines, each with its earliest end. */
function cutsFrom(stretch: Stretch, windows: readonly Window[], first: number): LaunchCut[] {
  const from = windows[first]?.from ?? 0;
  const start = stretch[from]?.from ?? 0;
  const inside = windowsNear(stretch, windows, first);
  const cuts: LaunchCut[] = [];
  let [work, shortest, known] = [0, Infinity, 0];
  for (const [index, { to, service }] of inside.entries()) {
    work += service;
    shortest = Math.min(shortest, service);
    if (inside[index + 1]?.to === to) continue;
    const machines = countMachines((stretch[to]?.to ?? 0) - start, { work, shortest, count: index + 1 });
    if (machines > known) cuts.push({ from, to, machines });
    known = Math.max(known, machines);
  }
  return cuts;
}

/** Windows from the first on that begin soon after it, by their ends. */
function windowsNear(stretch: Stretch, windows: readonly Window[], first: number): Window[] {
  const startOf = (index: number): number => stretch[windows[index]?.from ?? 0]?.from ?? 0;
  let end = first;
  while (end < windows.length && startOf(end) - startOf(first) <= SPAN_SECONDS) end += 1;
  return windows.slice(first, end).sort((a, b) => a.to - b.to);
}

function countMachines(span: number, { work, shortest, count }: Record<'work' | 'shortest' | 'count', number>): number {
  const byWork = Math.ceil(work / span - 1e-9);
  const each = Math.floor(span / shortest + 1e-9);
  return Math.max(byWork, Math.ceil(count / Math.max(1, each)), 1);
}

function windowOf(stretch: Stretch, { at, service, within }: BoundJob): Window {
  return { from: findBin(stretch, at), to: findBin(stretch, at + within + service, true), service };
}

/** The bin that holds the instant; of two that share it the later, or the earlier one. */
function findBin(stretch: Stretch, at: number, isEarlier = false): number {
  let [low, high] = [0, stretch.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const end = stretch[middle]?.to ?? 0;
    if (isEarlier ? end >= at : end > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Walks from the latest start on: a cut whose end is not before the earliest end so far, of at least its number, says nothing new. */
function keepTightest(cuts: readonly LaunchCut[]): LaunchCut[] {
  const earliest = new Map<number, number>();
  const kept: LaunchCut[] = [];
  const order = [...cuts].sort((a, b) => b.from - a.from || a.to - b.to);
  for (const cut of order) {
    if ((earliest.get(cut.machines) ?? Infinity) <= cut.to) continue;
    earliest.set(cut.machines, cut.to);
    kept.push(cut);
  }
  return kept;
}
