import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aPolicy, aSight } from './builders.ts';
import { emptyMemory } from './snapshot.ts';
import { priceOf, tariffOf } from './tariff.ts';

describe('the tariff', () => {
  it('is made of the boots that can be had and of what is left of the error budget', () => {
    // Of 2.4 late starts one was spent; half of the rest is the allowance. Beyond it: four of the dearest boots.
    const sight = aSight({ memory: { ...emptyMemory, budget: { late: 1, seen: 200 } } });
    const made = tariffOf(sight, aPolicy(), [3, 1, 2]);
    expect(made).toEqual({ soft: 1.001, cheap: 1.001, dear: 12, allowance: expect.closeTo(0.7, 9) });
  });

  const tariff = { soft: 1, allowance: 2, cheap: 1, dear: 40 };
  const waits = fc.record({ soft: fc.nat(50), late: fc.double({ min: 0, max: 50, noNaN: true }), never: fc.nat(5) });

  it('charges a boot for a wait, a boot for a late start within the budget, and much beyond it', () => {
    expect(priceOf({ soft: 3, late: 2, never: 0 }, tariff)).toBe(5);
    expect(priceOf({ soft: 3, late: 3, never: 0 }, tariff)).toBe(45);
    expect(priceOf({ soft: 0, late: 0, never: 1 }, tariff)).toBe(1e6);
  });

  it('never asks less for more waits', () => {
    fc.assert(
      fc.property(waits, waits, (some, more) => {
        const sum = { soft: some.soft + more.soft, late: some.late + more.late, never: some.never + more.never };
        expect(priceOf(sum, tariff)).toBeGreaterThanOrEqual(priceOf(some, tariff));
      }),
    );
  });

  it('asks the more for the next late start the more there are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (late, step) => {
          const price = (by: number): number => priceOf({ soft: 0, late: late + by, never: 0 }, tariff);
          expect(price(2 * step) - price(step)).toBeGreaterThanOrEqual(price(step) - price(0) - 1e-6);
        },
      ),
    );
  });
});
