/** What a run looked like over time, sampled at even steps. Pure. */
import { type History } from './kernel/kernel.ts';

export interface Sample {
  at: number;
  /** Billed. */
  machines: number;
  /** Of those, at work. */
  busy: number;
  /** Of those, not yet usable. */
  booting: number;
  /** Tasks. */
  waiting: number;
}

export interface WaitPoint {
  at: number;
  waitSeconds: number;
}

/** @param steps number of samples, evenly from the start of the run to its end */
export function sampleRun({ machines, tasks, endedAt }: History, steps: number): Sample[] {
  const instants = Array.from({ length: steps }, (_, n) => (n * endedAt) / Math.max(1, steps - 1));
  const booting = countOpen(
    machines.map(({ launchedAt, readyAt, endedAt: end }) => [launchedAt, readyAt ?? end ?? endedAt]),
    instants,
  );
  const standing = countOpen(
    machines.map(({ launchedAt, endedAt: end }) => [launchedAt, end ?? endedAt]),
    instants,
  );
  const waiting = countOpen(
    tasks.map(({ arrival, startedAt }) => [arrival.at, startedAt ?? endedAt]),
    instants,
  );
  // A run that was lost and its wait for the next are counted as work: the task is under way.
  const busy = countOpen(
    tasks.map(({ startedAt, endedAt: end }) => [startedAt ?? Infinity, end ?? endedAt]),
    instants,
  );
  return instants.map((at, n) => ({
    at,
    machines: standing[n] ?? 0,
    busy: Math.min(standing[n] ?? 0, busy[n] ?? 0),
    booting: booting[n] ?? 0,
    waiting: waiting[n] ?? 0,
  }));
}

/** Each task's wait at its arrival; of many, evenly picked ones and the longest of each neighborhood. */
export function sampleWaits({ tasks, endedAt }: History, most: number): WaitPoint[] {
  const points = tasks.map(({ arrival: { at }, startedAt = endedAt }) => ({ at, waitSeconds: startedAt - at }));
  const stride = Math.ceil(points.length / most);
  if (stride <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / stride) }, (_, n) =>
    points.slice(n * stride, (n + 1) * stride).reduce((a, b) => (a.waitSeconds >= b.waitSeconds ? a : b)),
  );
}

/** At each instant, how many of the spans [from, to) are open. */
function countOpen(spans: readonly (readonly [from: number, to: number])[], instants: readonly number[]): number[] {
  const froms = Float64Array.from(spans, ([from]) => from).sort();
  const tos = Float64Array.from(spans, ([, to]) => to).sort();
  let [opened, closed] = [0, 0];
  return instants.map((at) => {
    while (opened < froms.length && (froms[opened] ?? Infinity) <= at) opened += 1;
    while (closed < tos.length && (tos[closed] ?? Infinity) <= at) closed += 1;
    return opened - closed;
  });
}
