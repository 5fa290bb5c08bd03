import { describe, expect, it } from '@jest/globals';
import { type Job, type Task } from '@reelyard/contracts';
import { type EndedJob, toPastTasks } from './ended-jobs.ts';

const prior = { overheadMs: 3_000, megapixelFrameMs: 10 };
const features = { engine: 'reel', frames: 100, pixels: 1_000_000 };

const aJob = (change: Partial<Job> = {}): Job => ({
  ...{ tenant: 'acme', id: 'job_1', state: 'succeeded', lane: 'standard', engine: 'reel', tasksTotal: 1, tasksDone: 1 },
  ...{
    createdAt: 1_000,
    notBefore: 1_000,
    deadlineAt: 90_000,
    startedAt: 11_000,
    endedAt: 24_000,
    evSeq: 3,
    version: 3,
  },
  ...change,
});
const aTask = (change: Partial<Task> = {}): Task => ({
  ...{
    tenant: 'acme',
    job: 'job_1',
    n: 0,
    kind: 'render',
    state: 'done',
    lane: 'standard',
    epoch: 1,
    beat: 0,
    emitSeq: 1,
  },
  ...{ counters: { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0 }, leaseLostOwners: [], notBefore: 0 },
  ...{ deadlineAt: 90_000, createdAt: 1_000, needsEmit: false, minAgentVersion: 1, features, endedAt: 24_000 },
  ...change,
});
const ended = (job: Partial<Job> = {}, tasks: Partial<Task>[] = [{}]): EndedJob => ({
  job: aJob(job),
  tasks: tasks.map((task, n) => aTask({ n, ...task })),
});

describe('ended jobs as a past to plan from', () => {
  it('of one task took from their start to their end, and arrived when they might have started', () => {
    expect(toPastTasks([ended({ notBefore: 5_000 })], prior)).toEqual({
      tasks: [{ ...features, lane: 'standard', tenant: 'acme', arrivedAt: 5_000, seconds: 13, deadlineAt: 90_000 }],
      estimated: 0,
    });
  });

  it('that never started are no work', () => {
    const job = aJob();
    delete job.startedAt;
    expect(toPastTasks([{ job, tasks: [aTask({ epoch: 0 })] }], prior).tasks).toEqual([]);
  });

  it('in segments are as many tasks; a segment is estimated by its frames, and never longer than it can have been', () => {
    const parts: Partial<Task>[] = [{ endedAt: 20_000 }, { endedAt: 12_000 }, { kind: 'assemble', endedAt: 24_000 }];
    const { tasks, estimated } = toPastTasks([ended({}, parts)], prior);
    expect(tasks.map(({ arrivedAt, seconds }) => [arrivedAt, seconds])).toEqual([
      [1_000, 4],
      [1_000, 1],
      [20_000, 4],
    ]);
    expect(estimated).toBe(3);
  });

  it('in segments learn their speed from the whole renders of the engine', () => {
    const whole = Array.from({ length: 5 }, () => ended({ endedAt: 11_000 + 3_000 + 5_000 }));
    const { tasks } = toPastTasks(
      [...whole, ended({ endedAt: 60_000 }, [{ endedAt: 50_000 }, { endedAt: 55_000 }])],
      prior,
    );
    expect(tasks.slice(5).map(({ seconds }) => seconds)).toEqual([8, 8]);
  });
});
