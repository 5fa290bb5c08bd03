import { describe, expect, it } from '@jest/globals';
import { aPolicy } from './builders.ts';
import { type Estimates, learnServed, listRatios, noEstimates, Outlook, type Shape } from './estimates.ts';

/** A prior of 10 s for any shape. */
const policy = aPolicy();
const shape: Shape = { engine: 'reel', frames: 300, pixels: 1_000_000 };
const learn = (count: number, seconds: number, before: Estimates = noEstimates, of: Shape = shape): Estimates =>
  Array.from({ length: count }).reduce<Estimates>((known) => learnServed(known, of, seconds, policy), before);
const meanOf = (estimates: Estimates, of: Shape = shape): number => new Outlook(of, estimates, policy).mean;

describe('the expected service time', () => {
  it('is the prior while nothing was served', () => {
    expect(meanOf(noEstimates)).toBe(10);
  });

  it('is what was measured, to the width of a bucket', () => {
    const mean = meanOf(learn(30, 20));
    expect(Math.abs(mean - 20) / 20).toBeLessThanOrEqual(0.12);
  });

  it('is shrunk to its parent: (n·key + 10·parent) ÷ (n + 10)', () => {
    const other: Shape = { ...shape, engine: 'html' };
    const estimates = learn(5, 40, learn(35, 10, noEstimates, shape), other);
    // `*` holds 35 tens and 5 forties; `html` and `html/size` hold the forties.
    const [ten, forty] = [meanOf(learn(1, 10)), meanOf(learn(1, 40, noEstimates, other), other)];
    const all = (35 * ten + 5 * forty) / 40;
    const engine = (5 * forty + 10 * all) / 15;
    expect(meanOf(estimates, other)).toBeCloseTo((5 * forty + 10 * engine) / 15, 6);
  });

  it('forgets: 400 tasks of a faster engine and the old one hardly shows', () => {
    expect(meanOf(learn(400, 10, learn(400, 80)))).toBeLessThan(25);
  });
});

describe('what others may read of it', () => {
  it('is nothing while nothing was served', () => {
    expect(listRatios(noEstimates)).toEqual({});
  });

  it('is above nothing, however much faster than the prior an engine is', () => {
    expect(listRatios(learn(20, 0.0001))['reel']).toBeGreaterThan(0);
  });

  it('is how much longer than the prior tasks took, by engine and over all, and no size by itself', () => {
    const other: Shape = { ...shape, engine: 'html' };
    const ratios = listRatios(learn(100, 40, learn(100, 10), other));
    expect(Object.keys(ratios).sort()).toEqual(['*', 'html', 'reel']);
    expect(ratios['reel']).toBeLessThan(1.5);
    expect(ratios['html']).toBeGreaterThan(3.3);
    expect(ratios['*']).toBeGreaterThan(2);
  });
});

describe('what is left of a running task', () => {
  const outlook = new Outlook(shape, learn(20, 10, learn(20, 100)), policy);

  it('is told by its progress once a tenth is done', () => {
    expect(outlook.restOf(30, 0.1, 0.5)).toBeCloseTo(270, 9);
    expect(outlook.restOf(30, 0.75, 0.5)).toBeCloseTo(10, 9);
    expect(outlook.restOf(30, 1, 0.5)).toBe(0);
  });

  it('is that of the tasks that ran as long, before', () => {
    // Half took 10 s, half 100 s. After 30 s it is one of the long ones.
    const rest = outlook.restOf(30, 0.05, 0.5);
    expect(Math.abs(rest + 30 - 100) / 100).toBeLessThanOrEqual(0.12);
    expect(outlook.restOf(0, undefined, 0.4)).toBeLessThan(12);
  });

  it('is as long again when it ran longer than anything known', () => {
    expect(outlook.restOf(500, undefined, 0.5)).toBe(500);
  });
});
