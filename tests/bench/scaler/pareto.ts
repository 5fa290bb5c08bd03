/**
 * What every setting of everybody would have done on the scored part: no tuner can choose better than this. Invariant: a point is a setting,
 * over all seeds; a frontier keeps those that no other point of the same side beats in both dollars and attainment.
 */
import { type Parameters } from '@reelyard/simulator';
import { type Answer } from './assignment.ts';

export interface Point {
  policy: string;
  version: string;
  setting: Parameters;
  dollars: number;
  attainment: number;
}

export interface Pareto {
  ours: Point[];
  baselines: Point[];
  /** The cheapest that attains what is wanted, chosen knowing the outcome. */
  hindsight: { ours?: Point; baseline?: Point };
}

export function findPareto(answers: readonly Answer[], wanted: number): Pareto | undefined {
  const points = meanOver(answers.map((answer) => answer.points ?? []));
  if (points.length === 0) return undefined;
  const ours = points.filter(({ policy, version }) => policy === 'reelyard' && version === 'warm');
  const baselines = points.filter(({ policy }) => policy !== 'reelyard');
  const [ourBest, baselineBest] = [ours, baselines].map((side) => cheapest(side, wanted));
  return {
    ours: frontierOf(ours),
    baselines: frontierOf(baselines),
    hindsight: { ...(ourBest ? { ours: ourBest } : {}), ...(baselineBest ? { baseline: baselineBest } : {}) },
  };
}

/** Everybody has the same settings with each seed, in the same order. */
function meanOver(bySeed: readonly Point[][]): Point[] {
  const mean = (read: (point: Point) => number, place: number): number =>
    bySeed.reduce((sum, points) => sum + (points[place] ? read(points[place]) : Number.NaN), 0) / bySeed.length;
  return (bySeed[0] ?? []).map((point, place) => ({
    ...point,
    dollars: mean(({ dollars }) => dollars, place),
    attainment: mean(({ attainment }) => attainment, place),
  }));
}

/** Cheapest first, attainment rising. */
export function frontierOf(points: readonly Point[]): Point[] {
  const frontier: Point[] = [];
  for (const point of [...points].sort((a, b) => a.dollars - b.dollars || b.attainment - a.attainment))
    if (point.attainment > (frontier.at(-1)?.attainment ?? -1)) frontier.push(point);
  return frontier;
}

function cheapest(points: readonly Point[], wanted: number): Point | undefined {
  return points.filter(({ attainment }) => attainment >= wanted).sort((a, b) => a.dollars - b.dollars)[0];
}
