/**
 * How much work can and must be done by each instant. Invariant: whatever a farm does that starts every job j within W_j of its arrival a_j
 * and never runs it on two machines at once, its finished machine seconds x(t) obey due(t) ≤ x(t) ≤ possible(t):
 *   possible(t) = Σ_j clamp(t − a_j, 0, s_j): no job runs before it arrives, nor faster than time;
 *   due(t) = Σ_j clamp(t − a_j − W_j, 0, s_j): a job that started by a_j + W_j and runs to its end has done that much.
 * So service beyond the start is in both: W is the slack of the start, not of the end. Where a job must be running whenever it starts (from
 * a_j + W_j to a_j + s_j, when s_j > W_j) a machine must be there: `mustRun`.
 */
export interface BoundJob {
  /** Arrival, seconds. */
  at: number;
  /** Machine seconds. */
  service: number;
  /** Start-within objective, seconds. */
  within: number;
}

/** Edges of bins and the work at each edge; `mustRun` has one value a bin: the mean number of jobs that run in it whatever the farm does. */
export interface WorkBand {
  edges: Float64Array;
  possible: Float64Array;
  due: Float64Array;
  mustRun: Float64Array;
}

/** Work below this is rounding. */
export const WORK_EPSILON = 1e-6;

/** @param dt seconds of a bin; any value gives a valid bound, a smaller one a tighter one */
export function buildWorkBand(jobs: readonly BoundJob[], dt: number): WorkBand {
  const first = Math.floor(Math.min(...minMax(jobs, ({ at }) => at)) / dt) * dt;
  const last = Math.max(...minMax(jobs, ({ at, service, within }) => at + within + service));
  const bins = Math.max(1, Math.ceil((last - first) / dt));
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => first + index * dt);
  const possible = sumRamps(
    edges,
    dt,
    jobs.map(({ at, service }) => ({ from: at, to: at + service })),
  );
  const due = sumRamps(
    edges,
    dt,
    jobs.map(({ at, service, within }) => ({ from: at + within, to: at + within + service })),
  );
  for (let index = 0; index <= bins; index += 1) due[index] = Math.min(due[index] ?? 0, possible[index] ?? 0);
  const forced = sumRamps(
    edges,
    dt,
    jobs
      .filter(({ service, within }) => service > within)
      .map((job) => ({ from: job.at + job.within, to: job.at + job.service })),
  );
  const mustRun = Float64Array.from({ length: bins }, (_, bin) => ((forced[bin + 1] ?? 0) - (forced[bin] ?? 0)) / dt);
  return { edges, possible, due, mustRun };
}

interface Ramp {
  from: number;
  to: number;
}

/** Σ clamp(edge − from, 0, to − from) at each edge, in one sweep over bins of equal length. */
function sumRamps(edges: Float64Array, dt: number, ramps: readonly Ramp[]): Float64Array {
  const first = edges[0] ?? 0;
  const count = edges.length;
  /** Work that is added inside a bin, and the change of slope from the next bin on. */
  const partial = new Float64Array(count + 1);
  const slope = new Float64Array(count + 1);
  const bend = (at: number, by: number): void => {
    const bin = Math.min(count - 1, Math.max(0, Math.floor((at - first) / dt)));
    const edge = first + (bin + 1) * dt;
    partial[bin + 1] = (partial[bin + 1] ?? 0) + by * (edge - at);
    slope[bin + 1] = (slope[bin + 1] ?? 0) + by;
  };
  for (const { from, to } of ramps) {
    bend(from, 1);
    bend(to, -1);
  }
  const sums = new Float64Array(count);
  let [sum, rate] = [0, 0];
  for (let edge = 0; edge < count; edge += 1) {
    if (edge > 0) sum += rate * dt + (partial[edge] ?? 0);
    rate += slope[edge] ?? 0;
    sums[edge] = sum;
  }
  return sums;
}

/** Lowest and highest; a spread of tens of thousands of arguments would overflow the stack. */
function minMax<T>(items: readonly T[], valueOf: (item: T) => number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const item of items) {
    low = Math.min(low, valueOf(item));
    high = Math.max(high, valueOf(item));
  }
  return [low, high];
}
