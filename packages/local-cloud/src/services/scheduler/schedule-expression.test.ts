import { describe, expect, it } from '@jest/globals';
import { nextFiring, parseSchedule } from './schedule-expression.ts';

describe('a schedule', () => {
  it('fires each full period after it was made', () => {
    const everyMinute = parseSchedule('rate(1 minute)');
    expect(nextFiring(everyMinute, 1_000, 1_000)).toBe(61_000);
    expect(nextFiring(everyMinute, 1_000, 60_999)).toBe(61_000);
    expect(nextFiring(everyMinute, 1_000, 61_000)).toBe(121_000);
  });

  it('fires once at an instant and then never again', () => {
    const once = parseSchedule('at(2026-01-01T00:00:00)');
    const at = Date.UTC(2026, 0, 1);
    expect(nextFiring(once, 0, at - 1)).toBe(at);
    expect(nextFiring(once, 0, at)).toBeUndefined();
  });

  it('is refused when the expression is not understood', () => {
    for (const expression of ['rate(0 minutes)', 'cron(0 * * * ? *)', 'at(tomorrow)', ''])
      expect(() => parseSchedule(expression)).toThrow(/Invalid Schedule Expression/);
  });
});
