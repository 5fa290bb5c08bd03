import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  listBrokenPromises,
  scripted,
  startTestFarm,
  type TestFarm,
  until,
  untilEnded,
  untilPhase,
} from './support/farm.ts';

let farm: TestFarm;

beforeAll(async () => {
  farm = await startTestFarm();
}, 120_000);

afterAll(() => farm.dispose());

describe('a canceled job', () => {
  it('stops its engine in mid render, never succeeds, and leaves the agent free for the next job', async () => {
    const job = await farm.client.submit(scripted([{ hang: { progressEveryMs: 100, ignoresTerm: true } }]));
    await untilPhase(farm, job.id, 'rendering');
    expect((await farm.client.cancel(job.id)).state).toBe('canceled');
    await until('the task at rest', async () =>
      (await farm.ledger.listTasks(job.id)).every((task) => task.state === 'void'),
    );

    const next = await farm.client.submit(scripted([{ progress: { frames: 3, everyMs: 10 } }]));
    expect((await untilEnded(farm, next.id)).state).toBe('succeeded');
    expect((await farm.client.job(job.id)).state).toBe('canceled');
    expect(await listBrokenPromises(farm, job.id)).toEqual([]);
  }, 120_000);

  it('is canceled once: the second request is told that it has ended', async () => {
    const job = await farm.client.submit({
      ...scripted([]),
      notBefore: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await farm.client.cancel(job.id);
    const again = await farm.client.cancel(job.id).catch((error: unknown) => error);
    expect(JSON.stringify(again)).toMatch(/canceled|409/);
    expect((await farm.ledger.listEvents(job.id)).filter((event) => event.type === 'job.canceled')).toHaveLength(1);
  });
});
