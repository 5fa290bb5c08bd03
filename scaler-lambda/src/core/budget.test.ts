import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Budget, lateLeft, noBudget, observeBudget } from './budget.ts';
import { priceOf } from './tariff.ts';

describe('the error budget', () => {
  it('of a young farm is that of 300 tasks, less a fifth that is not counted on', () => {
    expect(lateLeft(noBudget, 0.99)).toBeCloseTo(0.01 * 0.8 * 300, 9);
  });

  it('is spent by late starts, and never below nothing', () => {
    expect(lateLeft(observeBudget(noBudget, 0, 1), 0.99)).toBeCloseTo(1.4, 9);
    expect(lateLeft(observeBudget(noBudget, 0, 5), 0.99)).toBe(0);
  });

  it('forgives: 2,000 tasks later about a third of what was late counts', () => {
    const later = observeBudget({ late: 10, seen: 2_000 }, 2_000, 0);
    expect(later.late).toBeCloseTo(10 / Math.E, 1);
  });

  it('settles where a steady farm comes: of 2,000 tasks 1 % less the reserve', () => {
    let budget: Budget = noBudget;
    for (let tick = 0; tick < 20_000; tick += 1) budget = observeBudget(budget, 1, 0);
    expect(lateLeft(budget, 0.99)).toBeCloseTo(16, 1);
  });
});

describe('the tariff', () => {
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
