/**
 * Cuts a band into stretches that do not influence each other. Invariant: the sum over the stretches is the optimum of the whole.
 *
 * In a bin where due = possible at both edges and no work arrives, x cannot move, so any level n is only carried. Replacing n over such a gap by
 * its least value there costs no more seconds and no more launches; so one level for the whole gap, one bin, is exact. Each machine that is
 * carried through a gap of g seconds costs g, and saves at most one boot of B seconds: for g ≥ B ending it is as good. So n = 0 in that gap,
 * and what is left and right of it share nothing.
 */
import { type WorkBand, WORK_EPSILON } from './work-band.ts';

export interface Bin {
  from: number;
  to: number;
  /** Work at the end of the bin, since the beginning of the stretch. */
  due: number;
  possible: number;
  mustRun: number;
}

export type Stretch = Bin[];

/** @param splitSeconds gaps at least this long part stretches; Infinity merges gaps and parts nothing */
export function cutStretches(band: WorkBand, splitSeconds: number): Stretch[] {
  const stretches: Stretch[] = [];
  let stretch: Stretch = [];
  let base = 0;
  for (const { from, to } of findSpans(band)) {
    const bin = binOf(band, from, to, base);
    const isGap = isIdle(band, from, to);
    if (isGap && bin.to - bin.from >= splitSeconds) {
      if (stretch.length > 0) stretches.push(stretch);
      stretch = [];
      base = band.possible[to] ?? 0;
    } else if (!isGap || stretch.length > 0) stretch.push(bin);
  }
  if (stretch.length > 0) stretches.push(stretch);
  return stretches;
}

/** Bins of the band, those of a gap joined; as indices of edges. */
function findSpans(band: WorkBand): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  const last = band.edges.length - 1;
  for (let from = 0; from < last;) {
    let to = from + 1;
    if (isIdle(band, from, to)) while (to < last && isIdle(band, to, to + 1)) to += 1;
    spans.push({ from, to });
    from = to;
  }
  return spans;
}

function isIdle({ possible, due }: WorkBand, from: number, to: number): boolean {
  const open = (edge: number): number => (possible[edge] ?? 0) - (due[edge] ?? 0);
  const arrived = (possible[to] ?? 0) - (possible[from] ?? 0);
  return arrived <= WORK_EPSILON && open(from) <= WORK_EPSILON && open(to) <= WORK_EPSILON;
}

function binOf({ edges, possible, due, mustRun }: WorkBand, from: number, to: number, base: number): Bin {
  const most = Math.max(0, (possible[to] ?? 0) - base);
  return {
    from: edges[from] ?? 0,
    to: edges[to] ?? 0,
    due: Math.min(most, Math.max(0, (due[to] ?? 0) - base)),
    possible: most,
    mustRun: to === from + 1 ? (mustRun[from] ?? 0) : 0,
  };
}
