import { describe, expect, it } from '@jest/globals';
import { NOW } from './builders.ts';
import { countCame, forecastArrivals, noArrivals, observeArrivals } from './arrivals.ts';

describe('arrivals', () => {
  it('are what ended and what there is more of, or what is seen to be new, whichever is more', () => {
    const before = { ...noArrivals, at: NOW, inside: 5 };
    const aNewcomer = { engine: 'reel', serviceSeconds: 10, withinSeconds: 30 };
    expect(countCame(before, { inside: 4, ended: 3, newcomers: [] })).toBe(2);
    expect(countCame(before, { inside: 1, ended: 0, newcomers: [aNewcomer] })).toBe(1);
  });

  it('are an average that forgets by half in three minutes', () => {
    const busy = { ...noArrivals, at: NOW - 180_000, rate: 2 };
    expect(observeArrivals(busy, { inside: 0, ended: 0, newcomers: [] }, NOW).rate).toBeCloseTo(1, 9);
  });

  it('are counted on less one standard deviation', () => {
    // Λ = 16: 16 − 4.
    expect(forecastArrivals({ ...noArrivals, rate: 0.16 }, 100, 1)).toBe(12);
    expect(forecastArrivals({ ...noArrivals, rate: 0.005 }, 100, 1)).toBe(0);
  });
});
