import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { control, listBrokenPromises, scripted, startTestFarm, type TestFarm, untilEnded } from './support/farm.ts';

let farm: TestFarm;

beforeAll(async () => {
  farm = await startTestFarm();
}, 120_000);

afterAll(() => farm.dispose());

const quick = scripted([{ progress: { frames: 2, everyMs: 10 } }]);

describe('doorbells that SQS treats badly', () => {
  it.each([
    ['are lost', { kind: 'drop-message', match: { service: 'sqs', percent: 60 }, seed: 7 }],
    ['come twice', { kind: 'duplicate-message', match: { service: 'sqs' }, seed: 7 }],
    ['cannot be sent or received at all', { kind: 'error500', match: { service: 'sqs', percent: 70 }, seed: 7 }],
  ])(
    'end every job right, once, when they %s',
    async (_how, rule) => {
      await control(farm, 'POST', 'faults', rule);
      const jobs = await Promise.all(Array.from({ length: 8 }, () => farm.client.submit(quick)));
      const ended = await Promise.all(jobs.map((job) => untilEnded(farm, job.id, 100_000)));
      await control(farm, 'DELETE', 'faults');
      expect(ended.map((job) => job.state)).toEqual(jobs.map(() => 'succeeded'));
      for (const job of jobs) expect(await listBrokenPromises(farm, job.id)).toEqual([]);
    },
    150_000,
  );
});
