import { afterEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TENANT, TestFarm, type TestFarmOptions, until } from './testing/test-farm.ts';

let farm: TestFarm;
const start = async (options?: TestFarmOptions): Promise<TestFarm> => (farm = await TestFarm.start(options));

afterEach(() => farm.stop());

const ended = (job: string) => () =>
  farm.ledger.findJob(TENANT, job).then((found) => (found && found.endedAt !== undefined ? found : undefined));

describe('an agent with work', () => {
  it('renders a job, publishes what was verified and leaves nothing behind', async () => {
    await start();
    const { id } = await farm.order({ steps: [{ media: { name: 'video.mp4' } }] });
    const job = await until('the job ended', ended(id));
    expect(job).toMatchObject({ state: 'succeeded', tasksDone: 1 });
    const [video] = job.artifacts ?? [];
    expect(video).toMatchObject({ name: 'video', contentType: 'video/mp4', media: { frames: 10, width: 64 } });
    expect(video?.key).toBe(`artifacts/AROATEST:i-test/acme/${id}/0/1/video.mp4`);
    expect((await readFile(join(farm.storage.folder, video?.key ?? ''))).length).toBe(video?.bytes);
    await until('nothing is held', () => farm.agent.held === 0);
    expect(readdirSync(farm.scratch)).toEqual([]);
    expect(farm.bells.fates).toMatchObject([{ fate: 'discarded' }]);
    expect(farm.bells.rung).toEqual([{ tenant: TENANT, job: id }]);
  });

  it('tells the story of a task in its log, each record with the ids of the job', async () => {
    await start();
    const { id } = await farm.order({ steps: [{ print: 'hello from the engine' }] });
    await until('the job ended', ended(id));
    const story = farm.logs.records.filter((record) => record['jobId'] === id).map((record) => record['event']);
    expect(story).toEqual([
      'task.claimed',
      'engine.started',
      'engine.output',
      'engine.exited',
      'task.published',
      'task.done',
    ]);
    expect(farm.records('engine.output')[0]).toMatchObject({ line: 'hello from the engine', epoch: 1, taskId: 0 });
  });
});
