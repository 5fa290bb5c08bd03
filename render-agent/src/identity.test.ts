import { FarmError } from '@reelyard/contracts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { TENANT, TestFarm, refOf, until } from './testing/test-farm.ts';

let farm: TestFarm;
afterEach(() => farm.stop());

describe('an agent that cannot learn under which identity it publishes', () => {
  it('keeps what it has rendered, and publishes it when it is told', async () => {
    farm = await TestFarm.start();
    let refusals = 2;
    const { storage } = farm;
    const userId = storage.userId.bind(storage);
    storage.userId = () => {
      refusals -= 1;
      if (refusals < 0) return userId();
      return Promise.reject(new FarmError('storage-unavailable', 'the identity of our credentials failed'));
    };
    const job = await farm.order();
    await until('it is done', () => farm.records('task.done')[0]);
    expect(await farm.ledger.findJob(TENANT, job.id)).toMatchObject({ state: 'succeeded' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ epoch: 1, counters: { infra: 0 } });
    expect(farm.records('engine.started')).toHaveLength(1);
  });
});
