import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { type CanaryEnd, runCanary } from './run-canary.ts';
import { aBody, aJob, aMachine, answered, aVideo, FakeFarm, lost } from './testing/fake-farm.ts';

const limits = { budgetMs: 60_000, submitMs: 10_000, pollMs: 1_000 };

/** Moves time on until the run has ended. */
async function run(farm: FakeFarm, slot = 'noon'): Promise<CanaryEnd> {
  let isOver = false;
  const running = runCanary(farm.canary, slot, limits).finally(() => (isOver = true));
  running.catch(() => undefined);
  for (;;) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (isOver) return running;
    if (farm.clock.sleepers > 0) await farm.clock.advance(limits.pollMs);
  }
}

describe('the canary', () => {
  it('submits, waits, fetches, and says how long a client would have waited', async () => {
    const farm = new FakeFarm();
    farm.finds.unshift(answered(aJob({ state: 'rendering' })));
    const startedAt = farm.clock.now();
    expect(await run(farm)).toEqual({ kind: 'succeeded', jobId: 'job_1', seconds: 2 });
    expect(farm.calls).toEqual(['submit canary-noon', 'find job_1', 'find job_1', 'fetch http://films/1']);
    expect(farm.metrics).toEqual([
      {
        at: startedAt,
        values: { 'canary.failed': 0, 'canary.skipped': 0, 'canary.e2e_seconds': 2 },
        properties: { slot: 'noon', jobId: 'job_1', seconds: 2 },
      },
    ]);
    expect(farm.events).toEqual(['canary.submitted', 'canary.succeeded']);
  });

  it.each([
    ['no machine', []],
    ['a machine that boots', [aMachine({ state: 'booting' })]],
    ['a machine that is told to go', [aMachine({ directive: { kind: 'drain', epoch: 1, at: 0 } })]],
    ['stopped machines', [aMachine({ state: 'warm' })]],
  ])('lets a farm sleep that has %s, and says that it was there', async (_, machines) => {
    const farm = new FakeFarm();
    farm.machines = machines;
    expect(await run(farm)).toMatchObject({ kind: 'skipped', because: expect.stringContaining('ready or busy') });
    expect(farm.calls).toEqual([]);
    expect(farm.metrics.map(({ values }) => values)).toEqual([{ 'canary.failed': 0, 'canary.skipped': 1 }]);
  });

  it('asks an API that is away for a moment again, by the same key', async () => {
    const farm = new FakeFarm();
    farm.submits = [lost(), lost(), answered(aJob())];
    farm.finds.unshift(lost());
    expect(await run(farm)).toMatchObject({ kind: 'succeeded', seconds: 4 });
    expect(farm.calls.filter((call) => call === 'submit canary-noon')).toHaveLength(3);
  });

  it('counts a failure, whatever a client would have suffered', async () => {
    const cases: [string, (farm: FakeFarm) => void][] = [
      ['unreachable', (farm) => (farm.submits = [lost()])],
      ['refused', (farm) => (farm.submits = [{ kind: 'refused', because: '401' }])],
      ['refused', (farm) => (farm.finds = [{ kind: 'refused', because: '404' }])],
      ['job-failed', (farm) => (farm.finds = [answered(aJob({ state: 'failed' }))])],
      ['job-canceled', (farm) => (farm.finds = [answered(aJob({ state: 'canceled' }))])],
      ['no-result', (farm) => (farm.finds = [answered(aJob({ state: 'succeeded' }))])],
      ['bad-result', (farm) => (farm.body = lost())],
      ['bad-result', (farm) => (farm.body = answered(aBody({ bytes: 5 })))],
    ];
    for (const [code, breakIt] of cases) {
      const farm = new FakeFarm();
      breakIt(farm);
      expect(await run(farm)).toMatchObject({ kind: 'failed', code });
      expect(farm.metrics.map(({ values }) => values)).toEqual([{ 'canary.failed': 1, 'canary.skipped': 0 }]);
      expect(farm.events.at(-1)).toBe('canary.failed');
    }
  });

  it('gives up within its budget, and takes its job away', async () => {
    const farm = new FakeFarm();
    farm.finds = [answered(aJob({ state: 'queued', phase: 'waiting' }))];
    const end = await run(farm);
    expect(end).toMatchObject({ kind: 'failed', code: 'late', because: expect.stringContaining('queued, waiting') });
    expect(end.kind === 'failed' && end.seconds).toBeLessThanOrEqual(60);
    expect(farm.calls.at(-1)).toBe('cancel job_1');
  });

  it('counts as a failure what kept it from trying, and fails itself with the reason', async () => {
    const farm = new FakeFarm();
    farm.noKey = new FarmError('config-invalid', 'the canary has no API key');
    await expect(run(farm)).rejects.toThrow('the canary has no API key');
    expect(farm.metrics).toMatchObject([{ values: { 'canary.failed': 1 }, properties: { code: 'broken' } }]);
    expect(farm.calls).toEqual([]);
  });

  it('takes the video, also when a poster comes first', async () => {
    const farm = new FakeFarm();
    const poster = { ...aVideo, name: 'poster.jpg', contentType: 'image/jpeg', url: 'http://films/poster' };
    farm.finds = [answered(aJob({ state: 'succeeded', artifacts: [poster, aVideo] }))];
    expect(await run(farm)).toMatchObject({ kind: 'succeeded' });
    expect(farm.calls.at(-1)).toBe('fetch http://films/1');
  });
});
