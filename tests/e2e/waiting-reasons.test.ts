import { describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { control, scripted, type TestFarm, until, untilEnded, untilPhase } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const withAtMost = (max: number) => ({
  environment: { ...dev, pools: dev.pools.map((pool) => ({ ...pool, max })) },
});
/** Ninety seconds of work by the prior of the service time. */
const long = scripted([{ hang: { progressEveryMs: 1_000 } }], { frames: 3_000, pixels: 2_000_000 });

const submit = async (farm: TestFarm, body: object): Promise<string> =>
  (await farm.client.submit({ lane: 'express', ...body })).id;

/** The reasons that a job gives until it gives this one. */
const untilReason = (farm: TestFarm, id: string, reason: string) =>
  until(`${id} waits for ${reason}`, async () => {
    const { waiting } = await farm.client.job(id);
    return waiting?.reason === reason && waiting;
  });

describe('a farm that may run no instance', () => {
  const use = useFarm(withAtMost(0));

  it('says pool-max, and that nobody knows when', async () => {
    const first = await submit(use.farm, scripted([]));
    const second = await submit(use.farm, scripted([]));
    expect(await untilReason(use.farm, first, 'pool-max')).toEqual({
      reason: 'pool-max',
      position: 0,
      etaSeconds: null,
    });
    expect(await untilReason(use.farm, second, 'pool-max')).toMatchObject({ position: 1 });
  });
});

describe('a farm that may run one instance', () => {
  const use = useFarm(withAtMost(1));

  it('says capacity-booting with an ETA, then nothing while it renders; the next ones stand in line until it is done', async () => {
    // Long enough to be seen, however slowly this process looks.
    await control(use.farm, 'PUT', 'instance-settings', { bootMs: 10_000 });
    const first = await submit(use.farm, long);
    const booting = await untilReason(use.farm, first, 'capacity-booting');
    expect(booting).toEqual({ reason: 'capacity-booting', position: 0, etaSeconds: expect.any(Number) });
    await untilPhase(use.farm, first, 'rendering');
    expect((await use.farm.client.job(first)).waiting).toBeUndefined();

    const [second, third] = [await submit(use.farm, scripted([])), await submit(use.farm, scripted([]))];
    expect(await untilReason(use.farm, third, 'pool-max')).toMatchObject({
      position: 1,
      etaSeconds: expect.any(Number),
    });
    await use.farm.client.cancel(first);
    expect((await untilEnded(use.farm, second)).state).toBe('succeeded');
    const last = await untilEnded(use.farm, third);
    expect(last).toMatchObject({ state: 'succeeded' });
    expect(last.waiting).toBeUndefined();
  });

  it('says not-before until when', async () => {
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    const id = await submit(use.farm, { ...scripted([]), notBefore });
    expect((await use.farm.client.job(id)).waiting).toMatchObject({ reason: 'not-before', until: notBefore });
  });
});
