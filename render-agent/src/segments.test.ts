import { afterEach, describe, expect, it } from '@jest/globals';
import { type PlannedTask } from '@reelyard/contracts';
import { readdirSync } from 'node:fs';
import { TENANT, TestFarm, type TestFarmOptions, refOf, until } from './testing/test-farm.ts';

let farm: TestFarm;
const start = async (options?: TestFarmOptions): Promise<TestFarm> => (farm = await TestFarm.start(options));
afterEach(() => farm.stop());

const features = { engine: 'scripted', frames: 10, pixels: 4_096 };
const tasks: PlannedTask[] = [
  { kind: 'render', range: { firstFrame: 0, frameCount: 10 }, features },
  { kind: 'render', range: { firstFrame: 10, frameCount: 10 }, features },
  { kind: 'assemble', features },
];

describe('a job of segments', () => {
  it('is assembled by the agent that committed the last one, without waiting for a doorbell', async () => {
    await start();
    const job = await farm.submit({ tasks, steps: [{ media: { name: 'part.mp4' } }] });
    farm.bells.ring(refOf(job, 0));
    farm.bells.ring(refOf(job, 1));
    await until('the job has ended', async () => (await farm.ledger.findJob(TENANT, job.id))?.endedAt);
    expect(await farm.ledger.findJob(TENANT, job.id)).toMatchObject({ state: 'succeeded', tasksDone: 3 });
    expect(farm.records('task.claimed').map((record) => record['taskId'])).toEqual([0, 1, 2]);
    await until('nothing is held', () => farm.agent.held === 0);
    expect(readdirSync(farm.scratch)).toEqual([]);
  });

  it('does not accept a segment with another number of frames', async () => {
    await start();
    const [first, ...rest] = tasks;
    if (!first) throw new Error('no task');
    const short = [{ ...first, range: { firstFrame: 0, frameCount: 12 } }, ...rest];
    const job = await farm.submit({ tasks: short, steps: [{ media: { name: 'part.mp4' } }] });
    farm.bells.ring(refOf(job, 0));
    const record = await until('it is requeued', () => farm.records('task.requeued')[0]);
    expect(record).toMatchObject({
      errCode: 'output_invalid',
      message: 'part.mp4: frames: has 10 frames instead of 12',
    });
  });
});

describe('a license server that counts by itself', () => {
  const argv = (script: string) => ({ argv: ['{node}', '-e', script], timeoutSeconds: 10 });

  it('is asked before the engine starts and told after it', async () => {
    const license = { seats: 2, checkOut: argv("console.log('out')"), release: argv("console.log('back')") };
    await start({ license });
    await farm.order();
    await until('the task is done', () => farm.records('task.done')[0]);
    const told = farm.logs.records.flatMap(({ event, line }) =>
      event === 'seat.output' ? [line] : event === 'engine.started' ? ['engine'] : [],
    );
    expect(told).toEqual(['out', 'engine', 'back']);
  });

  it('keeps the engine from starting when it has no seat, and no attempt is burned', async () => {
    await start({ license: { seats: 2, checkOut: argv('process.exit(30)'), release: null } });
    const job = await farm.order();
    await until('it is requeued', () => farm.records('task.requeued')[0]);
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ counters: { engine: 0, license: 1 } });
    expect(farm.records('engine.started')).toEqual([]);
  });
});
