import { describe, expect, it } from '@jest/globals';
import { control, listBrokenPromises, listInstances, scripted, until, untilEnded, untilPhase } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

/** The farm may have three machines, and all three die: how soon the dead ones are given up is how long its jobs wait. */
const use = useFarm({ overrides: { AGENT_SILENT_MS: '10000', AGENT_UNHEALTHY_MS: '25000' } });

const rendering = scripted([{ progress: { frames: 30, everyMs: 100 } }]);

describe('a farm whose processes are killed', () => {
  it('renders the job of a silently dead instance again on another one, with a higher epoch', async () => {
    const job = await use.farm.client.submit(rendering);
    const before = await untilPhase(use.farm, job.id, 'rendering');
    const victim = before.owner?.split('/')[0] ?? '';
    await control(use.farm, 'POST', `instances/${victim}:kill`);

    const done = await untilEnded(use.farm, job.id, 120_000);
    expect(done.state).toBe('succeeded');
    const [task] = await use.farm.ledger.listTasks(job.id);
    expect(task?.epoch).toBeGreaterThan(before.epoch);
    expect(task?.counters).toMatchObject({ leaseLost: 1, engine: 0, infra: 0 });
    expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  });

  it('goes on rendering while the job server is dead, and answers for the job when it is back', async () => {
    const job = await use.farm.client.submit(rendering);
    await untilPhase(use.farm, job.id, 'rendering');
    use.farm.jobServer.signal('SIGKILL');
    await use.farm.jobServer.exited;

    await until('the end of the job in the ledger', async () => {
      const found = await use.farm.ledger.findJob('demo', job.id);
      return found?.state === 'succeeded';
    });
    await use.farm.restartJobServer();

    expect((await use.farm.client.job(job.id)).state).toBe('succeeded');
    expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  });

  it('accepts a job exactly once for a client that repeats its request over a crash of the server', async () => {
    const first = await use.farm.client.submit(rendering, 'order-4711');
    use.farm.jobServer.signal('SIGKILL');
    await use.farm.jobServer.exited;
    await use.farm.restartJobServer();

    const second = await use.farm.client.submit(rendering, 'order-4711');
    expect(second.id).toBe(first.id);
    expect((await untilEnded(use.farm, first.id)).state).toBe('succeeded');
  });

  it('ends every accepted job right and once after everything was killed and started again on the same state', async () => {
    const jobs = await Promise.all(Array.from({ length: 6 }, () => use.farm.client.submit(rendering)));
    await Promise.any(jobs.map((job) => untilPhase(use.farm, job.id, 'rendering')));
    const instances = await listInstances(use.farm);
    for (const { id } of instances) await control(use.farm, 'POST', `instances/${id}:kill`).catch(() => undefined);
    await use.farm.killEverything();

    await use.restart();
    const ended = await Promise.all(jobs.map((job) => untilEnded(use.farm, job.id, 150_000)));
    expect(ended.map((job) => job.state)).toEqual(jobs.map(() => 'succeeded'));
    for (const job of jobs) expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  });
});
