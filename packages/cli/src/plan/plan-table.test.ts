import { describe, expect, it } from '@jest/globals';
import { findBest, toTable, toVerdict } from './plan-table.ts';
import { type PlannedRun } from './run-grid.ts';

const aRun = (dollarsAMonth: number, attainment: number, change: Partial<PlannedRun> = {}): PlannedRun => ({
  settings: { bootSeconds: 240, warm: 4, objectiveSeconds: 300, spotShare: 0 },
  ...{ dollarsAMonth, attainment, isToday: false, instanceHoursAMonth: 100, spotHoursShare: 0, jobs: 10 },
  waitSeconds: { p50: 1, p95: 20, p99: 30 },
  ...{ launches: 7, unusedLaunches: 0, killed: 0, unserved: 0 },
  ...change,
});
const today = aRun(100, 0.99, { isToday: true });

describe('a plan', () => {
  it('shows a line a setting and marks today’s', () => {
    const [head = '', first = '', second = ''] = toTable([today, aRun(50.5, 0.5)]).split('\n');
    expect(head).toMatch(/boot s +warm +objective s +spot ≤ % +\$ a month +in objective % +wait p50 s/);
    expect(first).toMatch(/^▸ +240 +4 +300 +0 +100\.00 +99\.00 +1 +20 +30 +7 +0$/);
    expect(second).toMatch(/^ +240 .* 50\.50 +50\.00 /);
  });

  it('shows how far several seeds lie apart', () => {
    const spread = { dollarsAMonth: 3.456, attainment: 0.0123 };
    expect(toTable([aRun(100, 0.97, { spread })])).toMatch(/ 100\.00 ± 3\.46 +97\.00 ± 1\.23 /);
  });

  it('names the cheapest that keeps the promise, and what it saves', () => {
    const cheap = aRun(60, 0.95, { settings: { bootSeconds: 120, warm: 0, objectiveSeconds: 300, spotShare: 0.8 } });
    expect(toVerdict([today, aRun(10, 0.94), cheap])).toBe(
      '▸ is today. The cheapest of these that keeps 95 % in objective: boot 120 s, 0 warm, objective 300 s, spot up to 80 %; $40.00 a month less than today.',
    );
  });

  it('says so when today is the best, when the promise costs more, and when nothing keeps it', () => {
    expect(toVerdict([today, aRun(200, 1)])).toMatch(/is today, and the cheapest/);
    const broken = aRun(10, 0.5, { isToday: true });
    expect(toVerdict([broken, aRun(30, 1)])).toMatch(/\$20.00 a month more than today, which does not\.$/);
    expect(toVerdict([broken])).toMatch(/^None of them keeps 95 %/);
  });

  it('never takes one that leaves a task unserved', () => {
    expect(findBest([aRun(1, 1, { unserved: 1 })])).toBeUndefined();
  });
});
