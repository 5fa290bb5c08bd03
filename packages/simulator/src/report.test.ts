import { describe, expect, it } from '@jest/globals';
import { toFarm } from './farm.ts';
import { type Task } from './kernel/task-queue.ts';
import { reportRun } from './report.ts';
import { anArrival } from './testing.ts';

const aTask = (n: number, at: number, change: Partial<Task> = {}): Task => ({
  n,
  arrival: anArrival(at, 10),
  progressFactor: 1,
  lostRuns: 0,
  ...change,
});

const report = (tasks: Task[], change = {}) =>
  reportRun({ tasks, machines: [], refills: [], endedAt: 1_000 }, { policy: 'test', farm: toFarm(), ...change });

describe('the report of a run', () => {
  it('counts a start at the objective as in time and one beyond as late', () => {
    const tasks = [aTask(0, 0, { startedAt: 300, endedAt: 310 }), aTask(1, 0, { startedAt: 300.5, endedAt: 311 })];
    expect(report(tasks).attainment).toBe(0.5);
  });

  it('judges each lane by its own objective', () => {
    const bulk = aTask(0, 0, { arrival: anArrival(0, 10, { lane: 'bulk' }), startedAt: 900, endedAt: 910 });
    expect(report([bulk]).attainment).toBe(1);
  });

  it('never counts a task that was not served as in time', () => {
    expect(report([aTask(0, 900)])).toMatchObject({ attainment: 0, unserved: 1, waitSeconds: { max: 100 } });
  });

  it('scores only what came after the run had warmed up', () => {
    const tasks = [
      aTask(0, 0, { startedAt: 400, endedAt: 410, lostRuns: 2 }),
      aTask(1, 500, { startedAt: 500, endedAt: 510 }),
    ];
    expect(report(tasks, { scoreFrom: 100 })).toMatchObject({ jobs: 1, attainment: 1, killed: 0 });
  });

  it('says nothing against a bound that was not given', () => {
    expect(report([])).not.toHaveProperty('ratioToBound');
    expect(report([], { boundHours: 2 })).toMatchObject({ ratioToBound: 0, attainment: 1 });
  });
});
