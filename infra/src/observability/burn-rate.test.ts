import { describe, expect, it } from '@jest/globals';
import { badShare, budgetSpent, burnWindows, detectionSeconds } from './burn-rate.ts';

describe('the burn windows', () => {
  it('speak when 2 %, 5 %, 10 % and 10 % of a budget of 30 days are gone', () => {
    expect(burnWindows.map((window) => Number(budgetSpent(window).toFixed(6)))).toEqual([0.02, 0.05, 0.1, 0.1]);
  });

  it('have a short window of a twelfth of the long one', () => {
    for (const { longSeconds, shortSeconds } of burnWindows) expect(longSeconds / shortSeconds).toBe(12);
  });

  it('page for what is over before the month is, and open tickets for the rest', () => {
    const daysLeft = burnWindows.map(({ rate, severity }) => [severity, Math.ceil(30 / rate)]);
    expect(daysLeft).toEqual([
      ['page', 3],
      ['page', 5],
      ['ticket', 10],
      ['ticket', 30],
    ]);
  });

  it('notice a whole outage of a 99.9 % promise within a minute, and 1 % of faults never by the fastest pair', () => {
    const [fast] = burnWindows;
    if (!fast) throw new Error('no window');
    expect(badShare(0.999, fast.rate)).toBeCloseTo(0.0144, 10);
    expect(detectionSeconds(0.999, fast, 1)).toBeCloseTo(51.84, 6);
    expect(detectionSeconds(0.999, fast, 0.01)).toBe(Infinity);
  });
});
