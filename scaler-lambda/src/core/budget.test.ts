import { describe, expect, it } from '@jest/globals';
import { type Budget, lateLeft, noBudget, observeBudget } from './budget.ts';

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
