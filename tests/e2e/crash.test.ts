import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  control,
  listBrokenPromises,
  listInstances,
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

const rendering = scripted([{ progress: { frames: 30, everyMs: 100 } }]);

describe('a farm whose processes are killed', () => {
  it('renders the job of a silently dead instance again on another one, with a higher epoch', async () => {
    const job = await farm.client.submit(rendering);
    const before = await untilPhase(farm, job.id, 'rendering');
    const victim = before.owner?.split('/')[0] ?? '';
    await control(farm, 'POST', `instances/${victim}:kill`);

    const done = await untilEnded(farm, job.id, 120_000);
    expect(done.state).toBe('succeeded');
    const [task] = await farm.ledger.listTasks(job.id);
    expect(task?.epoch).toBeGreaterThan(before.epoch);
    expect(task?.counters).toMatchObject({ leaseLost: 1, engine: 0, infra: 0 });
    expect(await listBrokenPromises(farm, job.id)).toEqual([]);
  }, 180_000);

  it('goes on rendering while the job server is dead, and answers for the job when it is back', async () => {
    const job = await farm.client.submit(rendering);
    await untilPhase(farm, job.id, 'rendering');
    farm.jobServer.signal('SIGKILL');
    await farm.jobServer.exited;

    await until('the end of the job in the ledger', async () => {
      const found = await farm.ledger.findJob('demo', job.id);
      return found?.state === 'succeeded';
    });
    await farm.restartJobServer();
    farm = Object.assign(farm, { client: farm.clientAt(farm.url) });
    expect((await farm.client.job(job.id)).state).toBe('succeeded');
    expect(await listBrokenPromises(farm, job.id)).toEqual([]);
  }, 120_000);

  it('accepts a job exactly once for a client that repeats its request over a crash of the server', async () => {
    const first = await farm.client.submit(rendering, 'order-4711');
    farm.jobServer.signal('SIGKILL');
    await farm.jobServer.exited;
    await farm.restartJobServer();
    farm = Object.assign(farm, { client: farm.clientAt(farm.url) });
    const second = await farm.client.submit(rendering, 'order-4711');
    expect(second.id).toBe(first.id);
    expect((await untilEnded(farm, first.id)).state).toBe('succeeded');
  }, 120_000);

  it('ends every accepted job right and once after everything was killed and started again on the same state', async () => {
    const jobs = await Promise.all(Array.from({ length: 6 }, () => farm.client.submit(rendering)));
    await Promise.any(jobs.map((job) => untilPhase(farm, job.id, 'rendering')));
    const instances = await listInstances(farm);
    for (const { id } of instances) await control(farm, 'POST', `instances/${id}:kill`).catch(() => undefined);
    await farm.killEverything();

    farm = await startTestFarm({ dir: farm.dir });
    const ended = await Promise.all(jobs.map((job) => untilEnded(farm, job.id, 150_000)));
    expect(ended.map((job) => job.state)).toEqual(jobs.map(() => 'succeeded'));
    for (const job of jobs) expect(await listBrokenPromises(farm, job.id)).toEqual([]);
  }, 240_000);
});
