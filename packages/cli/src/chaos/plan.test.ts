import { describe, expect, it } from '@jest/globals';
import { readFaults, readPlan, readTimers } from '../commands/chaos.ts';
import { Dice } from './dice.ts';
import { FAULT_KINDS, STRIKES } from './fault-kinds.ts';
import { planFaults, planHalves } from './plan-faults.ts';
import { planJobs } from './plan-jobs.ts';
import { planScenario } from './scenario.ts';

const jobs = (seed: number, count = 50) => planJobs(count, 30_000, new Dice(seed));

describe('the plan of a chaos run', () => {
  it('is the same for the same seed and another for another', () => {
    expect(jobs(7)).toEqual(jobs(7));
    expect(jobs(7)).not.toEqual(jobs(8));
  });

  it('has jobs of every kind in its first twenty: in segments, canceled, failing, late, plain', () => {
    const planned = jobs(1, 20);
    const steps = JSON.stringify(planned.map(({ body }) => body));
    expect(planned.filter(({ cancelAfterMs }) => cancelAfterMs !== undefined)).toHaveLength(2);
    expect(planned.filter(({ deadlineMs }) => deadlineMs !== undefined)).toHaveLength(1);
    for (const kind of ['segments', 'failUntilAttempt', '"exit":20']) expect(steps).toContain(kind);
    expect(new Set(planned.map(({ key }) => key)).size).toBe(20);
  });

  it('has a client with a quota send one job more than it may have at once, early and in every hundred', () => {
    const limited = jobs(1, 300).flatMap(({ isLimited }, index) => (isLimited ? [index] : []));
    expect(limited).toEqual([10, 11, 12, 110, 111, 112, 210, 211, 212]);
  });

  it('strikes with every kind of fault at least once, and every weather ends within the run', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const planned = planFaults(FAULT_KINDS, 30_000, new Dice(seed));
      expect(new Set(planned.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
      for (const fault of planned) {
        expect(fault.atMs).toBeLessThanOrEqual(30_000);
        if ('untilMs' in fault) expect(fault.untilMs).toBeLessThanOrEqual(30_000);
      }
    }
  });

  it('strikes at least 20 times with each kind when there are 2,000 jobs, spread over the run, and asks for that', () => {
    const { faults, needs, withinMs } = planScenario({ plan: 'storm', jobs: 2_000, faults: FAULT_KINDS }, new Dice(3));
    for (const kind of STRIKES) {
      const at = faults.filter((fault) => fault.kind === kind).map(({ atMs }) => atMs);
      expect(at.length).toBeGreaterThanOrEqual(20);
      expect(at.filter((atMs) => atMs < withinMs / 2).length).toBeGreaterThanOrEqual(10);
    }
    expect(needs).toMatchObject({ leastOfEach: 20, transitions: true });
    expect(withinMs).toBeLessThanOrEqual(12 * 60_000);
  });

  it('kills half of a fleet within the window of each round, half of those without notice', () => {
    const planned = planHalves({ rounds: 2, windowMs: 120_000, everyMs: 300_000, fleet: 8 });
    const first = planned.filter(({ atMs }) => atMs <= 120_000);
    expect(first.map(({ kind }) => kind).sort()).toEqual([
      ...['spot-notice', 'spot-notice'],
      ...['spot-without-notice', 'spot-without-notice'],
    ]);
    expect(planned).toHaveLength(8);
    expect(planned.slice(4).every(({ atMs }) => atMs >= 300_000 && atMs <= 420_000)).toBe(true);
  });

  it('takes half of a fleet within two minutes, or as much less as its timers are shorter', () => {
    const plan = (timers: 'short' | 'default') =>
      planScenario({ plan: 'half-the-fleet', jobs: 100, faults: [], timers }, new Dice(1));
    const lastOfFirstRound = (timers: 'short' | 'default') => plan(timers).faults[2]?.atMs ?? 0;
    expect(lastOfFirstRound('default')).toBe(80_000);
    expect(lastOfFirstRound('short')).toBe(5_333);
    expect(plan('default')).toMatchObject({ farm: { timers: 'default' }, needs: { allSucceed: true } });
    expect(readTimers('default', 'half-the-fleet')).toBe('default');
    expect(() => readTimers('default', 'storm')).toThrow(/--timers: the plan storm has its own timers/);
    expect(() => readTimers('slow', 'half-the-fleet')).toThrow(/--timers slow: there are short, default/);
  });

  it('asks of production timers what was promised of them', () => {
    const { needs, farm } = planScenario({ plan: 'default-timers', jobs: 100, faults: [] }, new Dice(1));
    expect(farm.timers).toBe('default');
    expect(needs).toMatchObject({ recovery: { silentP99Seconds: 80, noticedP95Seconds: 10 } });
  });

  it('takes the kinds of fault and the plan that it is told, and refuses others by name', () => {
    expect(readFaults('kill-agent, messages-lost')).toEqual(['kill-agent', 'messages-lost']);
    expect(() => readFaults('kill-agent,earthquake')).toThrow(/--faults earthquake: there are kill-agent/);
    expect(readPlan(undefined)).toBe('storm');
    expect(readPlan('half-the-fleet')).toBe('half-the-fleet');
    expect(() => readPlan('peace')).toThrow(/--plan peace: there are storm, half-the-fleet, default-timers/);
  });
});
