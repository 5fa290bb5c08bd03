import { afterEach, describe, expect, it } from '@jest/globals';
import { TestFarm, until } from './testing/test-farm.ts';

let farm: TestFarm;
afterEach(() => farm.stop());

/** The scripted engine may use 128 MiB of memory and 256 MiB of disk. */
const refusalOf = async (...steps: unknown[]): Promise<unknown> => {
  farm = await TestFarm.start();
  await farm.order({ steps });
  return until('the task is requeued', () => farm.records('task.requeued')[0]);
};

describe('an engine that takes too much', () => {
  it('is ended when it uses more memory than its manifest asks for, and the failure says how much', async () => {
    expect(await refusalOf({ eat: { mebibytes: 256, seconds: 600 } })).toMatchObject({
      errClass: 'engine',
      errCode: 'engine_limit',
      message: expect.stringMatching(/^used \d+ MiB of memory; 128 are allowed$/),
    });
  });

  it('is ended when it fills its scratch folder, in one file or in many', async () => {
    expect(await refusalOf({ fill: { mebibytes: 320, folder: 'scratch', files: 64 } })).toMatchObject({
      errCode: 'engine_limit',
      message: 'filled more than 256 MiB of its scratch folder',
    });
  });

  it('is ended when it never stops to talk', async () => {
    expect(await refusalOf({ flood: { mebibytes: 4_096 } })).toMatchObject({
      errCode: 'engine_limit',
      message: 'printed more than 256 MiB',
    });
    expect(farm.records('engine.output').length).toBeLessThanOrEqual(200);
  });

  it('is ended when it forks without end', async () => {
    expect(await refusalOf({ forkBomb: { processes: 400, seconds: 600 } })).toMatchObject({ errCode: 'engine_limit' });
  });
});

describe('the assets of a job', () => {
  it('may fill no more of the disk together than the engine asks for, however small each is', async () => {
    const assets = { fetch: async () => ({ kind: 'staged' as const, bytes: 100 * 1_048_576 }) };
    farm = await TestFarm.start({ change: (options) => ({ ...options, assets }) });
    const { id } = await farm.order({ project: { steps: [], inputs: [1, 2, 3].map((n) => `https://a.example/${n}`) } });
    await until('the task failed', () => farm.records('task.failed')[0]);
    expect(await farm.ledger.findJob('acme', id)).toMatchObject({
      state: 'failed',
      error: { code: 'asset_too_large', message: 'the assets of this job have more than 256 MiB together' },
    });
  });
});

describe('what an engine says', () => {
  it('reaches the log and the client without the secrets of the addresses it was given', async () => {
    const line = 'cannot open https://user:hunter2@cdn.example/a.mp4?X-Amz-Signature=hunter2';
    const record = await refusalOf({ print: line }, { exit: 10 });
    expect(JSON.stringify(record)).toContain('https://***@cdn.example/a.mp4?***');
    expect(JSON.stringify(farm.logs.records)).not.toContain('hunter2');
  });
});

describe('a result', () => {
  it.each([
    ['a symbolic link', { link: { name: 'video.mp4', to: '/etc/hostname' } }, 'does not exist'],
    [
      'a second name of a file',
      { link: { name: 'video.mp4', to: '$SCRATCH/job.json', hard: true } },
      'has a second name elsewhere',
    ],
  ])('is refused when it is %s', async (_, step, detail) => {
    expect(await refusalOf(step)).toMatchObject({ errCode: 'output_invalid', message: `video.mp4: ${detail}` });
  });
});
