import { describe, expect, it } from '@jest/globals';
import { evaluate } from './metric-math.ts';
import { type Sample } from './metrics.ts';
import { groupByPeriod, statisticOf } from './statistics.ts';

const aSample = (value: number, overrides: Partial<Sample> = {}): Sample => ({
  ...{ at: 0, unit: 'None', min: value, max: value, sum: value, count: 1 },
  ...overrides,
});
const aSeries = (...points: [number, number][]) => ({ label: 'm', values: new Map(points) });

describe('statistics', () => {
  it('belong to periods that begin at multiples of their length', () => {
    const samples = [aSample(1, { at: 59_999 }), aSample(2, { at: 60_000 }), aSample(3, { at: 61_000 })];
    expect(groupByPeriod(samples, 60_000).map(({ at, samples: some }) => [at, some.length])).toEqual([
      [0, 1],
      [60_000, 2],
    ]);
  });

  it('interpolate percentiles between values, each as often as it came', () => {
    const samples = [aSample(10, { count: 1 }), aSample(1, { count: 3, sum: 3 })];
    expect(statisticOf('p50', samples)).toBe(1);
    expect(statisticOf('p100', samples)).toBe(10);
    expect(statisticOf('p75', [aSample(0), aSample(4)])).toBe(3);
  });

  it('tell no percentile of a statistic set', () => {
    expect(statisticOf('p50', [aSample(0, { min: 1, max: 9, count: 5 })])).toBeUndefined();
  });

  it('refuse a statistic they do not know', () => {
    expect(() => statisticOf('Median', [aSample(1)])).toThrow('Median');
  });
});

describe('metric math', () => {
  const series = new Map([
    ['a', aSeries([0, 6], [60, 8])],
    ['b', aSeries([0, 3], [120, 0])],
  ]);
  const points = (expression: string) => [...evaluate(expression, series).values];

  it.each<[string, [number, number][]]>([
    ['a + b', [[0, 9]]],
    [
      'a * 2 - 1',
      [
        [0, 11],
        [60, 15],
      ],
    ],
    ['100 * (a - b) / a', [[0, 50]]],
    [
      '-a',
      [
        [0, -6],
        [60, -8],
      ],
    ],
    [
      'MAX([a, b])',
      [
        [0, 6],
        [60, 8],
        [120, 0],
      ],
    ],
    ['a / b', [[0, 2]]],
    [
      'FILL(b, 0) + a',
      [
        [0, 9],
        [60, 8],
      ],
    ],
    [
      'a - SUM(a)',
      [
        [0, -8],
        [60, -6],
      ],
    ],
  ])('computes %s', (expression, expected) => {
    expect(points(expression)).toEqual(expected);
  });

  it.each(['', 'a +', 'unknown', '1 + 1', '(a', 'SEARCH(a)', 'a b', '[a]'])('refuses "%s"', (expression) => {
    expect(() => evaluate(expression, series)).toThrow();
  });
});
