/**
 * A small forgetting histogram of positive values with a relative error of about 10 % (after DDSketch, Masson et al., VLDB 2019:
 * buckets γⁱ). Plain data, so that it survives in the scaler's row. Invariant: `counts[i]` belongs to the values in (γ^(from+i−1), γ^(from+i)].
 */
export interface Histogram {
  /** Index of the first bucket. */
  from: number;
  counts: readonly number[];
}

const GAMMA = 1.22;
const LOG_GAMMA = Math.log(GAMMA);
/** Values per bucket are spread over its width; this is the value that stands for it. */
const MIDDLE = 2 / (1 + GAMMA);
const SMALLEST = 1e-3;

export const noHistogram: Histogram = { from: 0, counts: [] };

export function addValue({ from, counts }: Histogram, value: number, weight = 1): Histogram {
  const at = indexOf(value);
  if (counts.length === 0) return { from: at, counts: [weight] };
  const first = Math.min(from, at);
  const length = Math.max(from + counts.length, at + 1) - first;
  const next = Array.from({ length }, (_, i) => counts[i + first - from] ?? 0);
  next[at - first] = (next[at - first] ?? 0) + weight;
  return { from: first, counts: next };
}

/** All counts times a factor: the way to forget. Buckets that hold almost nothing are dropped at both ends. */
export function fade({ from, counts }: Histogram, factor: number): Histogram {
  const faded = counts.map((count) => round(count * factor));
  let [low, high] = [0, faded.length];
  while (low < high && (faded[low] ?? 0) < 0.01) low += 1;
  while (high > low && (faded[high - 1] ?? 0) < 0.01) high -= 1;
  return low === high ? noHistogram : { from: from + low, counts: faded.slice(low, high) };
}

export function countOf({ counts }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Value and weight of each bucket that holds something, from the smallest. */
export function pointsOf({ from, counts }: Histogram): { value: number; weight: number }[] {
  return counts.flatMap((weight, i) => (weight > 0 ? [{ value: valueAt(from + i), weight }] : []));
}

/** One histogram out of two, each with its own weight in all. */
export function blend(a: Histogram, shareA: number, b: Histogram, shareB: number): Histogram {
  const [totalA, totalB] = [countOf(a), countOf(b)];
  if (totalA === 0) return b;
  if (totalB === 0) return a;
  const from = Math.min(a.from, b.from);
  const length = Math.max(a.from + a.counts.length, b.from + b.counts.length) - from;
  const at = (h: Histogram, i: number): number => h.counts[i + from - h.from] ?? 0;
  const counts = Array.from({ length }, (_, i) => (at(a, i) / totalA) * shareA + (at(b, i) / totalB) * shareB);
  return { from, counts };
}

function indexOf(value: number): number {
  return Math.ceil(Math.log(Math.max(SMALLEST, value)) / LOG_GAMMA - 1e-9);
}

function valueAt(index: number): number {
  return GAMMA ** index * MIDDLE;
}

function round(count: number): number {
  return Math.round(count * 1_000) / 1_000;
}
