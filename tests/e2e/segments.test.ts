import { describe, expect, it } from '@jest/globals';
import { control, listBrokenPromises, scripted, until, untilEnded } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const use = useFarm();

const inSegments = (segments: number, steps: readonly unknown[]) =>
  scripted(steps, { segments, frames: segments * 10 });

describe('a job of many tasks', () => {
  it('renders its segments and then its assembly, which runs when the last segment is done', async () => {
    const job = await use.farm.client.submit(inSegments(5, [{ progress: { frames: 5, everyMs: 10 } }]));
    expect((await untilEnded(use.farm, job.id, 120_000)).state).toBe('succeeded');
    const tasks = await use.farm.ledger.listTasks(job.id);
    expect(tasks.map((task) => [task.kind, task.state])).toEqual([
      ...Array.from({ length: 5 }, () => ['render', 'done']),
      ['assemble', 'done'],
    ]);
    const assembly = tasks.at(-1);
    const lastSegment = Math.max(...tasks.slice(0, -1).map((task) => task.endedAt ?? 0));
    expect(assembly?.endedAt ?? 0).toBeGreaterThanOrEqual(lastSegment);
    expect(await use.farm.ledger.findJob('demo', job.id)).toMatchObject({ tasksTotal: 6, tasksDone: 6 });
    expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  });

  it('renders a lost segment alone again, and no other', async () => {
    const job = await use.farm.client.submit(
      inSegments(4, [{ only: 10, failUntilAttempt: 2, exit: 10 }, { progress: { frames: 3, everyMs: 10 } }]),
    );
    expect((await untilEnded(use.farm, job.id, 120_000)).state).toBe('succeeded');
    const epochs = (await use.farm.ledger.listTasks(job.id)).map((task) => task.epoch);
    expect(epochs).toEqual([1, 2, 1, 1, 1]);
    expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  });

  it('fails once when a segment is beyond help, and its other tasks come to rest', async () => {
    const job = await use.farm.client.submit(
      inSegments(6, [{ only: 20, exit: 20 }, { progress: { frames: 20, everyMs: 50 } }]),
    );
    expect((await untilEnded(use.farm, job.id, 120_000)).state).toBe('failed');
    await until('every task at rest', async () => (await listBrokenPromises(use.farm, job.id)).length === 0);
  });

  it('ends right although the only instance died in the middle', async () => {
    const job = await use.farm.client.submit(inSegments(4, [{ progress: { frames: 10, everyMs: 100 } }]));
    const leased = await until('a segment done and one under way', async () => {
      const tasks = await use.farm.ledger.listTasks(job.id);
      return tasks.some((task) => task.state === 'done') && tasks.find((task) => task.state === 'leased');
    });
    await control(use.farm, 'POST', `instances/${leased.owner?.split('/')[0] ?? ''}:kill`);
    expect((await untilEnded(use.farm, job.id, 150_000)).state).toBe('succeeded');
    expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  }, 200_000);
});
