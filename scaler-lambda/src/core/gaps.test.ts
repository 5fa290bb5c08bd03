import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bandOf, type Gaps, keepSeconds, noGaps, observeLevels, unusedSeconds, type Use } from './gaps.ts';
import { addValue, countOf, noHistogram, pointsOf } from './histogram.ts';

const aUse = (change: Partial<Use> = {}): Use => {
  return { inUse: 0, standing: 2, arrived: 0, elapsed: 10, patience: 150, ...change };
};
/** A tick every ten seconds. */
const run = (uses: readonly Use[], from = noGaps): Gaps =>
  uses.reduce((gaps, use, n) => observeLevels(gaps, use, n * 10_000), from);

const lengthsOf = (gaps: Gaps, band: number) => countOf(gaps.bands[band] ?? noHistogram);

describe('a level of the fleet', () => {
  it('that is the first is needed as soon as anything comes', () => {
    const gaps = run([
      aUse({ inUse: 1, standing: 1 }),
      aUse({ standing: 1 }),
      aUse({ standing: 1 }),
      aUse({ inUse: 1, standing: 1 }),
    ]);
    expect(gaps.since).toEqual([null]);
    // From 10 s to 30 s.
    expect(lengthsOf(gaps, 1)).toBe(1);
    expect(Math.abs((pointsOf(gaps.bands[1] ?? noHistogram)[0]?.value ?? 0) - 20) / 20).toBeLessThanOrEqual(0.12);
  });

  it('that is higher is not needed for work that those below it would have done in time', () => {
    // 60 s of work came: without level 2, level 1 would be 50 s behind after the tick, and 150 s is patience.
    const gaps = run([aUse({ inUse: 2 }), aUse({ inUse: 1 }), aUse({ inUse: 2, arrived: 60 })]);
    expect(gaps.since).toEqual([null, 10_000]);
    expect(gaps.behind[1]).toBe(50);
  });

  it('that is higher is needed when those below it would fall behind by more than patience', () => {
    const gaps = run([aUse({ inUse: 2 }), aUse({ inUse: 1 }), aUse({ inUse: 2, arrived: 161 })]);
    expect(gaps.since).toEqual([null, null]);
    expect(lengthsOf(gaps, 2)).toBe(1);
  });

  it('that is higher is needed in the end where a little more comes than those below can do', () => {
    // Every two seconds 2.4 s of work: after 400 ticks level 1 alone would be 160 s behind.
    const trickle = Array.from({ length: 400 }, () => aUse({ inUse: 1, arrived: 2.4, elapsed: 2 }));
    expect(lengthsOf(run([aUse({ inUse: 2 }), aUse({ inUse: 1 }), ...trickle]), 2)).toBeGreaterThan(0);
  });

  it('tells for how long it has been unused', () => {
    const gaps = run([aUse({ inUse: 2 }), aUse({ inUse: 1 })]);
    expect([unusedSeconds(gaps, 1, 40_000), unusedSeconds(gaps, 2, 40_000), unusedSeconds(gaps, 3, 40_000)]).toEqual([
      0, 30, 0,
    ]);
  });

  it('shares a band with its neighbors where the fleet is large', () => {
    expect([1, 8, 10, 11, 1_000].map(bandOf)).toEqual([1, 8, 8, 9, 26]);
  });
});

describe('how long an unused machine stays', () => {
  const gapsOf = (lengths: readonly number[]): Gaps => {
    return { ...noGaps, bands: { 1: lengths.reduce((sum, each) => addValue(sum, each), noHistogram) } };
  };
  const free = { low: 0, high: Infinity };

  it('is unknown where no gap was seen', () => {
    expect(keepSeconds(noGaps, 1, 60, free)).toBeUndefined();
  });

  it('is through short gaps, and not at all where all are longer than a boot is worth', () => {
    expect(keepSeconds(gapsOf(new Array<number>(20).fill(30)), 1, 60, free)).toBeGreaterThan(26);
    expect(keepSeconds(gapsOf(new Array<number>(20).fill(600)), 1, 60, free)).toBe(0);
  });

  it('stays within its bounds', () => {
    expect(keepSeconds(gapsOf(new Array<number>(20).fill(600)), 1, 60, { low: 20, high: 180 })).toBe(20);
    expect(keepSeconds(gapsOf(new Array<number>(20).fill(500)), 1, 2_000, { low: 20, high: 180 })).toBe(180);
  });

  it('is what would have cost least over the gaps that were seen', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 10, max: 600 }), (some, replace) => {
        const gaps = gapsOf(some);
        const points = pointsOf(gaps.bands[1] ?? noHistogram);
        const costOf = (tau: number): number =>
          points.reduce((sum, { value, weight }) => sum + weight * (value <= tau ? value : tau + replace), 0);
        const best = Math.min(...[0, ...points.map(({ value }) => value)].map(costOf));
        expect(costOf(keepSeconds(gaps, 1, replace, free) ?? 0)).toBeCloseTo(best, 4);
      }),
    );
  });

  it('is asked of the neighbors where a level has seen little', () => {
    const gaps: Gaps = { ...noGaps, bands: { 2: gapsOf(new Array<number>(20).fill(30)).bands[1] ?? noHistogram } };
    expect(keepSeconds(gaps, 1, 60, free)).toBeGreaterThan(26);
  });
});
