import { describe, expect, it } from '@jest/globals';
import { control, listBrokenPromises, scripted, untilEnded } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const use = useFarm();

const quick = scripted([{ progress: { frames: 2, everyMs: 10 } }]);

describe('doorbells that SQS treats badly', () => {
  it.each([
    ['are lost', { kind: 'drop-message', match: { service: 'sqs', percent: 60 }, seed: 7 }],
    ['come twice', { kind: 'duplicate-message', match: { service: 'sqs' }, seed: 7 }],
    ['cannot be sent or received at all', { kind: 'error500', match: { service: 'sqs', percent: 70 }, seed: 7 }],
  ])(
    'end every job right, once, when they %s',
    async (_how, rule) => {
      await control(use.farm, 'POST', 'faults', rule);
      const jobs = await Promise.all(Array.from({ length: 8 }, () => use.farm.client.submit(quick)));
      const ended = await Promise.all(jobs.map((job) => untilEnded(use.farm, job.id, 220_000)));
      await control(use.farm, 'DELETE', 'faults');
      expect(ended.map((job) => job.state)).toEqual(jobs.map(() => 'succeeded'));
      for (const job of jobs) expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
    },
    260_000,
  );
});
