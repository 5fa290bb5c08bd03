import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCheapest } from './gallop.ts';

describe('the cheapest number', () => {
  it('is what a full search finds where the cost falls and then rises', () => {
    const cost = fc.record({
      most: fc.nat(3_000),
      best: fc.nat(3_000),
      down: fc.integer({ min: 1, max: 50 }),
      up: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(cost, ({ most, best, down, up }) => {
        const costOf = (n: number): number => (n < best ? down * (best - n) : up * (n - best));
        const all = Array.from({ length: most + 1 }, (_, n) => costOf(n));
        expect(costOf(findCheapest(most, costOf))).toBe(Math.min(...all));
      }),
    );
  });

  it('is none where nothing is gained', () => {
    expect(findCheapest(100, (n) => n)).toBe(0);
    expect(findCheapest(0, () => 1)).toBe(0);
  });

  it('is found among 5,000 in few looks', () => {
    let looks = 0;
    findCheapest(5_000, (n) => {
      looks += 1;
      return Math.abs(n - 1_234);
    });
    expect(looks).toBeLessThanOrEqual(40);
  });
});
