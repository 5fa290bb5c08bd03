import { describe, expect, it } from '@jest/globals';
import { readFaults } from '../commands/chaos.ts';
import { Dice } from './dice.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import { planFaults } from './plan-faults.ts';
import { planJobs } from './plan-jobs.ts';

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

  it('takes the kinds of fault that it is told, and refuses others by name', () => {
    expect(readFaults('kill-agent, messages-lost')).toEqual(['kill-agent', 'messages-lost']);
    expect(() => readFaults('kill-agent,earthquake')).toThrow(/--faults earthquake: there are kill-agent/);
  });
});
