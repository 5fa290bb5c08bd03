import { describe, expect, it } from '@jest/globals';
import { intervalOf, summarize } from './summary.ts';

describe('several runs', () => {
  it('have a mean, and with one run no interval', () => {
    expect(intervalOf([3])).toEqual({ mean: 3 });
  });

  it('have the interval of a table of Student: 1, 2, 3, 4 is 2.5 ± 2.054', () => {
    const { mean, low = 0, high = 0 } = intervalOf([1, 2, 3, 4]);
    expect(mean).toBe(2.5);
    expect(high - mean).toBeCloseTo(2.054, 3);
    expect(mean - low).toBeCloseTo(2.054, 3);
  });

  it('need a run', () => {
    expect(() => summarize([])).toThrow('no run');
  });
});
