import { afterEach, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { TENANT, TestFarm, type TestFarmOptions, refOf, until } from './testing/test-farm.ts';

let farm: TestFarm;
const start = async (options?: TestFarmOptions): Promise<TestFarm> => (farm = await TestFarm.start(options));
afterEach(() => farm.stop());

const engineRuns = () => until('the engine runs', () => farm.records('engine.started')[0]);
const nothingHeld = () => until('nothing is held', () => farm.agent.held === 0);

describe('an agent that loses its right to a task', () => {
  it('kills the engine within a heartbeat of a cancel, and the job stays canceled', async () => {
    await start();
    const job = await farm.order({ steps: [{ hang: { ignoresTerm: true, progressEveryMs: 5 } }] });
    await engineRuns();
    await farm.ledger.cancel({ tenant: TENANT, job: job.id }, farm.clock.now());
    await nothingHeld();
    expect(farm.records('task.let-go')[0]).toMatchObject({ because: 'job-ended' });
    expect(await farm.ledger.findJob(TENANT, job.id)).toMatchObject({ state: 'canceled' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ state: 'void' });
  });

  it('reports nothing of a render whose lease another took over', async () => {
    await start();
    const job = await farm.order({ steps: [{ hang: { progressEveryMs: 5 } }] });
    await engineRuns();
    await until('the reaper takes the lease', async () => {
      const [leased] = await farm.ledger.findLeased(1);
      return leased && (await farm.ledger.reap(leased, farm.clock.now())).kind === 'requeued';
    });
    const other = await farm.ledger.claim(
      refOf(job),
      { owner: 'i-other/1', agentVersion: 1 },
      farm.clock.now() + 60_000,
    );
    expect(other.kind).toBe('claimed');
    await nothingHeld();
    expect(farm.records('task.let-go')[0]).toMatchObject({ because: 'lease-lost' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ state: 'leased', owner: 'i-other/1', epoch: 2 });
  });

  it('publishes bytes that nobody will ever see when the job was canceled during the upload', async () => {
    await start();
    const job = await farm.submit();
    farm.storage.beforePublish = async () => {
      await farm.ledger.cancel({ tenant: TENANT, job: job.id }, farm.clock.now());
    };
    farm.bells.ring(refOf(job));
    await until('the agent knows', () => farm.records('task.lost')[0] ?? farm.records('task.let-go')[0]);
    const found = await farm.ledger.findJob(TENANT, job.id);
    expect(found).toMatchObject({ state: 'canceled' });
    expect(found?.artifacts ?? []).toEqual([]);
  });
});

describe('a ledger that cannot be reached', () => {
  const flaky = () => {
    const ledger = createMemoryLedger();
    const state = { isDown: false };
    const down = () => Promise.reject(new FarmError('ledger-unavailable', 'no route'));
    return {
      state,
      ledger: {
        ...ledger,
        heartbeat: (...args: Parameters<typeof ledger.heartbeat>) =>
          state.isDown ? down() : ledger.heartbeat(...args),
        complete: (...args: Parameters<typeof ledger.complete>) => (state.isDown ? down() : ledger.complete(...args)),
        claim: (...args: Parameters<typeof ledger.claim>) => (state.isDown ? down() : ledger.claim(...args)),
      },
    };
  };

  it('does not stop a render, and the commit goes through when it is back', async () => {
    const { ledger, state } = flaky();
    await start({ ledger });
    const job = await farm.order({ steps: [{ progress: { frames: 10, everyMs: 20 } }] });
    await engineRuns();
    state.isDown = true;
    await until('the commit was tried in vain', () =>
      farm.records('aws.unreachable').find((record) => record['during'] === 'commit'),
    );
    state.isDown = false;
    await until('the task is done', () => farm.records('task.done')[0]);
    expect(await farm.ledger.findJob(TENANT, job.id)).toMatchObject({ state: 'succeeded' });
  });

  it('ends a render after twice the lease time, since by then somebody else has it', async () => {
    const { ledger, state } = flaky();
    await start({ ledger, leaseMs: 300 });
    await farm.order({ steps: [{ hang: { progressEveryMs: 5 } }] });
    await engineRuns();
    state.isDown = true;
    await nothingHeld();
    expect(farm.records('task.let-go')[0]).toMatchObject({ because: 'unreachable' });
  });

  it('gives the doorbell back when the claim did not get through', async () => {
    const { ledger, state } = flaky();
    state.isDown = true;
    await start({ ledger });
    await farm.order();
    await until('the bell is given back', () => farm.bells.fates.length > 0);
    expect(farm.bells.fates).toMatchObject([{ fate: 'given back for 5 s' }]);
  });
});
