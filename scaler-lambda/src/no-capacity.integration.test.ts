import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { POOL, Stage } from './testing/stage.ts';

// Machines boot for real, and a stage waits 100 s for what they do.
jest.setTimeout(300_000);

const zones = ['us-east-1a', 'us-east-1b'];

describe('machines that EC2 has not got', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open([
      { name: POOL, max: 2, hourlyCost: 1, zones },
      { name: 'spare', max: 2, hourlyCost: 3, zones: ['us-east-1c'] },
    ]);
  });
  afterEach(() => stage.control('DELETE', '/_local/capacity'));
  afterAll(() => stage.close());

  const decisions = (): { kind: string; pool: string; because: string }[] =>
    stage.events('scaler.tick').flatMap((record) => (record['decisions'] as []) ?? []);

  it('are asked for in the next zone, which the group does by itself', async () => {
    await stage.control('POST', '/_local/capacity', { zone: 'us-east-1a' });
    await stage.submit('job_1');
    await stage.until(async () => (await stage.members()).length === 1);
    expect(decisions()).toMatchObject([{ kind: 'grow', pool: POOL }]);
    await stage.cancelAll();
    await stage.until(async () => (await stage.members()).length === 0);
  });

  it('are given up once every zone refused, and come from the other pool', async () => {
    stage.log.records.length = 0;
    // For as long as it takes: the group tries again by itself, and would be given one before the scaler has looked.
    for (const zone of zones) await stage.control('POST', '/_local/capacity', { zone });
    await stage.submit('job_2');
    await stage.until(async () => (await stage.members('spare')).includes('InService'));
    expect(await stage.desired()).toBe(0);
    expect(decisions().slice(0, 3)).toMatchObject([
      { kind: 'grow', pool: POOL },
      { kind: 'restore', pool: POOL, because: 'no-capacity: 1 more were asked for' },
      { kind: 'grow', pool: 'spare' },
    ]);
    expect(await stage.members()).toEqual([]);
    await stage.cancelAll();
    await stage.until(async () => (await stage.members('spare')).length === 0);
  });
});

describe('desired capacity that somebody lowers under a machine that stands', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('is told and set back, and the machine goes on', async () => {
    await stage.submit('job_1');
    await stage.until(async () => (await stage.members()).includes('InService'));
    await stage.setDesired(0);
    await stage.until(async () => (await stage.desired()) === 1);
    expect(stage.events('scaler.foreign-change')).toMatchObject([{ pool: POOL, from: 1, to: 0 }]);
    expect(await stage.members()).toEqual(['InService']);
    await stage.cancelAll();
    await stage.until(async () => (await stage.members()).length === 0);
  });
});
