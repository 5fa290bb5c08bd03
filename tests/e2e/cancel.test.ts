import { describe, expect, it } from '@jest/globals';
import { listBrokenPromises, scripted, until, untilEnded, untilPhase } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const use = useFarm();

describe('a canceled job', () => {
  it('stops its engine in mid render, never succeeds, and leaves the agent free for the next job', async () => {
    const job = await use.farm.client.submit(scripted([{ hang: { progressEveryMs: 100, ignoresTerm: true } }]));
    await untilPhase(use.farm, job.id, 'rendering');
    expect((await use.farm.client.cancel(job.id)).state).toBe('canceled');
    await until('the task at rest', async () =>
      (await use.farm.ledger.listTasks(job.id)).every((task) => task.state === 'void'),
    );

    const next = await use.farm.client.submit(scripted([{ progress: { frames: 3, everyMs: 10 } }]));
    expect((await untilEnded(use.farm, next.id)).state).toBe('succeeded');
    expect((await use.farm.client.job(job.id)).state).toBe('canceled');
    expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  });

  it('is canceled once: the second request is told that it has ended', async () => {
    const job = await use.farm.client.submit({
      ...scripted([]),
      notBefore: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await use.farm.client.cancel(job.id);
    const again = await use.farm.client.cancel(job.id).catch((error: unknown) => error);
    expect(JSON.stringify(again)).toMatch(/canceled|409/);
    expect((await use.farm.ledger.listEvents(job.id)).filter((event) => event.type === 'job.canceled')).toHaveLength(1);
  });
});
