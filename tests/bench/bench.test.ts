import { describe, expect, it } from '@jest/globals';
import { cpuMsFromStat, mustBe, quantile } from './bench.ts';

describe('the figures of a benchmark', () => {
  it('take quantiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([7], 0.99)]).toEqual([
      50, 99, 100, 7,
    ]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('name what is beyond its limit, also when there is no figure at all', () => {
    expect(mustBe('p99Ms', 300, { atMost: 300 })).toEqual([]);
    expect(mustBe('p99Ms', 301, { atMost: 300 })).toEqual(['p99Ms is 301, at most 300 is wanted']);
    expect(mustBe('rate', Number.NaN, { atLeast: 400 })).toHaveLength(1);
  });

  it('count user and system time of a process whose name has spaces and brackets', () => {
    expect(cpuMsFromStat('42 (node (x) y) S 1 1 1 0 -1 0 0 0 0 0 150 50 0 0 20 0')).toBe(2_000);
  });
});
