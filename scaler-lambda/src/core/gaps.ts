/**
 * How long each level of the fleet stays unused between two uses: what keep-alive is learned from. Level k is in use while at least k
 * machines are. High levels share a band, so that a large fleet keeps a small memory.
 */
import { addValue, blend, countOf, fade, type Histogram, noHistogram, pointsOf } from './histogram.ts';

export interface Gaps {
  /** Band → the lengths of its gaps in seconds. */
  bands: Readonly<Record<string, Histogram>>;
  /** Level − 1 → since when it is not needed; null while it is. */
  since: readonly (number | null)[];
  /** Level − 1 → seconds of work that would wait had the level been off since then. */
  behind: readonly number[];
}

export const noGaps: Gaps = { bands: {}, since: [], behind: [] };

/** The last gaps that count: a band forgets by half beyond it. */
const WINDOW = 120;
/** Fewer than this and the neighbors are asked. */
const ENOUGH = 8;

export function bandOf(level: number): number {
  return level <= 8 ? level : 8 + Math.floor(Math.log(level / 8) / Math.log(1.3));
}

/** What one tick tells about the levels. */
export interface Use {
  /** Machines that work, or that waiting tasks are laid on. */
  inUse: number;
  /** Those and the idle ones. */
  standing: number;
  /** Seconds of work that came in since the last tick. */
  arrived: number;
  /** Seconds since the last tick. */
  elapsed: number;
  /** Seconds that work may wait before another machine is worth it. */
  patience: number;
}

/**
 * Level 1 is needed as soon as anything comes. A higher level is needed again only when the levels below it would fall behind by more than the
 * patience: that is what turning it off would have meant, whether it was turned off or not.
 */
export function observeLevels(before: Gaps, use: Use, now: number): Gaps {
  const bands: Record<string, Histogram> = { ...before.bands };
  const length = Math.max(before.since.length, use.standing);
  const levels = Array.from({ length }, (_, below): Level => {
    const level = { since: before.since[below] ?? null, behind: before.behind[below] ?? 0 };
    const next = observeLevel(level, below, use, now);
    if (level.since !== null && next.since === null) remember(bands, bandOf(below + 1), (now - level.since) / 1_000);
    return next;
  });
  return { bands, since: levels.map(({ since }) => since), behind: levels.map(({ behind }) => behind) };
}

interface Level {
  since: number | null;
  behind: number;
}

const NEEDED: Level = { since: null, behind: 0 };

/** @param below levels under this one: what they do in a second, their machines do */
function observeLevel({ since, behind }: Level, below: number, use: Use, now: number): Level {
  const isUsed = below < use.inUse;
  if (since === null) return isUsed ? NEEDED : { since: now, behind: 0 };
  if (below === 0) return isUsed ? NEEDED : { since, behind: 0 };
  const late = Math.max(0, behind + use.arrived - below * use.elapsed);
  return late > below * use.patience ? NEEDED : { since, behind: Math.round(late * 1_000) / 1_000 };
}

function remember(bands: Record<string, Histogram>, band: number, seconds: number): void {
  const known = bands[band] ?? noHistogram;
  bands[band] = addValue(countOf(known) >= WINDOW ? fade(known, 0.5) : known, seconds);
}

/** Seconds that the level has not been needed; 0 while it is. */
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
