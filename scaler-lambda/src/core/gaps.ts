/**
 * How long each level of the fleet stays unused between two uses: what keep-alive is learned from. Level k is in use while at least k
 * machines are. High levels share a band, so that a large fleet keeps a small memory.
 */
import { addValue, blend, countOf, fade, type Histogram, noHistogram, pointsOf } from './histogram.ts';

export interface Gaps {
  /** Band → the lengths of its gaps in seconds. */
  bands: Readonly<Record<string, Histogram>>;
  /** Level − 1 → since when it is unused; null while in use. */
  since: readonly (number | null)[];
}

export const noGaps: Gaps = { bands: {}, since: [] };

/** The last gaps that count: a band forgets by half beyond it. */
const WINDOW = 120;
/** Fewer than this and the neighbors are asked. */
const ENOUGH = 8;

export function bandOf(level: number): number {
  return level <= 8 ? level : 8 + Math.floor(Math.log(level / 8) / Math.log(1.3));
}

/**
 * @param inUse machines that work, or that waiting tasks are laid on
 * @param standing those and the idle ones: a level that was never used counts from when it is first seen idle
 */
export function observeLevels(before: Gaps, inUse: number, standing: number, now: number): Gaps {
  const bands: Record<string, Histogram> = { ...before.bands };
  const length = Math.max(before.since.length, standing);
  const since = Array.from({ length }, (_, i): number | null => {
    const unusedSince = before.since[i] ?? null;
    if (i >= inUse) return unusedSince ?? now;
    if (unusedSince !== null) remember(bands, bandOf(i + 1), (now - unusedSince) / 1_000);
    return null;
  });
  return { bands, since };
}

function remember(bands: Record<string, Histogram>, band: number, seconds: number): void {
  const known = bands[band] ?? noHistogram;
  bands[band] = addValue(countOf(known) >= WINDOW ? fade(known, 0.5) : known, seconds);
}

/** Seconds that the level has been unused; 0 while in use. */
export function unusedSeconds({ since }: Gaps, level: number, now: number): number {
  const at = since[level - 1];
  return at === undefined || at === null ? 0 : (now - at) / 1_000;
}

/**
 * τ: how long an unused machine of the level stays on. The one that would have cost least over the level's own gaps: a gap that ends
 * within τ costs itself, a longer one costs τ and a new machine.
 * @param replace what a new machine costs, in seconds of a machine
 */
export function keepSeconds(
  gaps: Gaps,
  level: number,
  replace: number,
  bounds: { low: number; high: number },
): number | undefined {
  const points = pointsOf(gapsOf(gaps, level));
  if (points.length === 0) return undefined;
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  let best = { tau: 0, cost: total * replace };
  let [within, count] = [0, 0];
  for (const { value, weight } of points) {
    within += value * weight;
    count += weight;
    const cost = within + (total - count) * (value + replace);
    if (cost < best.cost) best = { tau: value, cost };
  }
  return Math.min(bounds.high, Math.max(bounds.low, best.tau));
}

function gapsOf({ bands }: Gaps, level: number): Histogram {
  const band = bandOf(level);
  const own = bands[band] ?? noHistogram;
  const seen = countOf(own);
  if (seen >= ENOUGH) return own;
  const beside = [band - 1, band + 1].reduce((sum, each) => blend(sum, 1, bands[each] ?? noHistogram, 1), noHistogram);
  return blend(own, seen, beside, ENOUGH);
}
