import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addValue, blend, countOf, fade, type Histogram, noHistogram, pointsOf } from './histogram.ts';

const values = fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 80 });
const of = (all: readonly number[]): Histogram => all.reduce((sum, value) => addValue(sum, value), noHistogram);

describe('a histogram', () => {
  it('knows each quantile to 12 %', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, quantile) => {
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(quantile * all.length) - 1] ?? 0;
        let below = 0;
        const found = pointsOf(of(all)).find(({ weight }) => (below += weight) >= Math.ceil(quantile * all.length));
        expect(Math.abs((found?.value ?? 0) - exact) / exact).toBeLessThanOrEqual(0.12);
      }),
    );
  });

  it('counts every value, in whatever order they come', () => {
    fc.assert(
      fc.property(values, (all) => {
        expect(countOf(of(all))).toBe(all.length);
        expect(of([...all].reverse())).toEqual(of(all));
      }),
    );
  });

  it('fades to half, and to nothing in the end', () => {
    const half = fade(of([1, 1, 5, 90]), 0.5);
    expect(countOf(half)).toBe(2);
    let faded = half;
    for (let n = 0; n < 10; n += 1) faded = fade(faded, 0.5);
    expect(faded).toEqual(noHistogram);
  });

  it('blends two to the weights that they are given, whatever they held', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const both = blend(of(a), 3, of(b), 10);
        expect(countOf(both)).toBeCloseTo(13, 6);
      }),
    );
    expect(blend(noHistogram, 3, of([4]), 10)).toEqual(of([4]));
  });
});
