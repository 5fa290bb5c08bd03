import { describe, expect, it } from '@jest/globals';
import { type Answer } from './assignment.ts';
import { findPareto, frontierOf, type Point } from './pareto.ts';

const aPoint = (dollars: number, attainment: number, change: Partial<Point> = {}): Point => ({
  ...{ policy: 'step', version: 'warm', setting: { gain: dollars }, dollars, attainment },
  ...change,
});
const anAnswer = (points: Point[]): Answer => ({
  ...{ name: 'wave', seed: 1, jobs: 1, scores: [], bounds: {}, zeroWaitDollars: 0, workDollars: 0, seconds: 0 },
  points,
});

describe('the frontier of all settings', () => {
  it('keeps what nothing beats in both dollars and attainment', () => {
    const [late, beaten, good, dear] = [aPoint(1, 0.5), aPoint(2, 0.4), aPoint(3, 0.99), aPoint(9, 0.99)];
    expect(frontierOf([dear, good, beaten, late])).toEqual([late, good]);
  });

  it('is over all seeds, and names who is cheapest in time knowing the outcome', () => {
    const ours = { policy: 'reelyard', version: 'warm' };
    const answers = [
      anAnswer([aPoint(2, 1, ours), aPoint(4, 0.98), aPoint(8, 1)]),
      anAnswer([aPoint(4, 1, ours), aPoint(6, 1), aPoint(8, 1)]),
    ];
    const pareto = findPareto(answers, 0.99);
    expect(pareto?.hindsight.ours?.dollars).toBe(3);
    expect(pareto?.hindsight.baseline).toMatchObject({ dollars: 5, attainment: 0.99 });
  });

  it('is absent where nobody asked for it', () => {
    expect(findPareto([anAnswer([])], 0.99)).toBeUndefined();
  });
});
