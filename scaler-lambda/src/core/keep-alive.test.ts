import { describe, expect, it } from '@jest/globals';
import { aPolicy, aPool, aRow, aSight, NOW } from './builders.ts';
import { type Gaps, noGaps } from './gaps.ts';
import { addValue, noHistogram } from './histogram.ts';
import { rankSpares } from './keep-alive.ts';
import { standardDials } from './policy.ts';
import { countSupply } from './supply.ts';

const cheap = aPool({ name: 'spot', purchase: 'spot', hourlyCost: 0.3 });
const policy = aPolicy({ pools: [aPool(), cheap] });
const sight = aSight({ instances: [aRow({ id: 'i-1' }), aRow({ id: 'i-2' }), aRow({ id: 'i-3', pool: 'spot' })] });
const rank = (gaps: Gaps, by = policy) => rankSpares(sight, countSupply(sight, by, NOW), 2, gaps, by, NOW);
const seen = (seconds: number): Gaps => {
  const gaps = Array.from({ length: 20 }).reduce<typeof noHistogram>((sum) => addValue(sum, seconds), noHistogram);
  return {
    since: [null, null, NOW - 30_000, NOW - 40_000, NOW - 50_000],
    behind: [],
    bands: { 3: gaps, 4: gaps, 5: gaps },
  };
};

describe('idle machines', () => {
  it('are the levels above those in use; the dearest is the highest and has been unused for the longest', () => {
    const spares = rank(seen(30)).map(({ unit, unused }) => [unit.id, unused]);
    expect(spares).toEqual([
      ['i-3', 30],
      ['i-1', 40],
      ['i-2', 50],
    ]);
  });

  it('stay for the time of their pool while no gap was seen', () => {
    expect(rank(noGaps).map(({ keep }) => keep)).toEqual([300, 300, 300]);
  });

  it('stay through gaps shorter than what another machine would cost, and go at once before longer ones', () => {
    // A boot of 60 s and 10 s to end it.
    for (const { keep } of rank(seen(50))) expect(Math.abs(keep - 50) / 50).toBeLessThanOrEqual(0.12);
    expect(rank(seen(500)).map(({ keep }) => keep)).toEqual([0, 0, 0]);
  });

  it('stay no shorter and no longer than the dials say', () => {
    const held = { ...policy, dials: { ...standardDials, keepLow: 1 / 7, keepHigh: 0.5 } };
    expect(rank(seen(500), held).map(({ keep }) => keep)).toEqual([10, 10, 10]);
    expect(rank(seen(50), held).map(({ keep }) => keep)).toEqual([35, 35, 35]);
  });
});
