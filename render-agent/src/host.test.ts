import { afterEach, describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { LeapClock } from './testing/leap-clock.ts';
import { TENANT, TestFarm, type TestFarmOptions, latch, refOf, until } from './testing/test-farm.ts';

let farm: TestFarm;
const start = async (options?: TestFarmOptions): Promise<TestFarm> => (farm = await TestFarm.start(options));
afterEach(() => farm.stop());

const started = (count: number) =>
  until(`${count} engines have started`, () => farm.records('engine.started')[count - 1]);
const done = (count: number) => until(`${count} tasks are done`, () => farm.records('task.done')[count - 1]);

describe('a spot notice', () => {
  it('hands back a render that would not end in time, and burns no attempt', async () => {
    await start();
    const job = await farm.order({ steps: [{ progress: { frames: 2 } }, { hang: {} }] });
    await started(1);
    farm.notice = { kind: 'spot', at: farm.clock.now() + 5_000 };
    const record = await until('it is requeued', () => farm.records('task.requeued')[0]);
    expect(record).toMatchObject({ errClass: 'infra', errCode: 'spot_notice' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ counters: { engine: 0, infra: 1 } });
    await farm.order();
    expect(farm.bells.waiting).toBe(1);
  });

  it('lets a render end that fits into what is left', async () => {
    await start();
    const job = await farm.order({ steps: [{ progress: { frames: 1 } }, { awaitFile: 'go' }] });
    await until('its rest is known', () => farm.agent.restMs !== undefined);
    farm.notice = { kind: 'spot', at: farm.clock.now() + 3_600_000 };
    expect(await until('it is decided', () => farm.records('notice.decided')[0])).toMatchObject({ kind: 'finish' });
    await farm.tell(job, 'go');
    await done(1);
  });
});

describe('the end of the agent', () => {
  it('waits for a render that ends within the bound', async () => {
    await start();
    await farm.order({ steps: [{ progress: { frames: 10, everyMs: 20 } }] });
    await started(1);
    await farm.agent.stop(10_000);
    expect(farm.records('task.done')).toHaveLength(1);
  });

  it('hands back a render that does not, and burns no attempt', async () => {
    await start();
    const job = await farm.order({ steps: [{ hang: {} }] });
    await started(1);
    await farm.agent.stop(10);
    expect(farm.records('task.requeued')[0]).toMatchObject({ errClass: 'infra', errCode: 'host_stopping' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({
      state: 'pending',
      counters: { engine: 0, infra: 1 },
    });
  });
});

describe('the pipeline', () => {
  it('publishes one task while the next renders, and never two at once', async () => {
    await start();
    const gate = latch();
    let publishing = 0;
    farm.storage.beforePublish = async () => {
      publishing += 1;
      if (publishing === 1) await gate.opened;
    };
    const [first] = [await farm.order(), await farm.order(), await farm.order()];
    await until('the first is being published', () => publishing === 1);
    await started(2);
    expect(await farm.ledger.findJob(TENANT, first.id)).toMatchObject({ state: 'rendering' });
    await until('the second has rendered', () => farm.records('engine.exited').length === 2);
    expect(publishing).toBe(1);
    gate.open();
    await done(3);
    expect(farm.records('engine.started')).toHaveLength(3);
  });

  it('claims ahead only when the render will end within seconds', async () => {
    await start();
    await farm.order({ steps: [{ progress: { frames: 2, everyMs: 10 } }, { hang: { progressEveryMs: 1_000_000 } }] });
    const slow = [{ progress: { frames: 3 } }];
    await started(1);
    await farm.order({ steps: slow });
    const claim = await until('the second is claimed', () => farm.records('task.claimed')[1]);
    expect(claim).toMatchObject({ ahead: true });
    await farm.order({ steps: slow });
    expect(farm.bells.waiting).toBe(1);
  });
});

describe('a queue that cannot be reached', () => {
  it('costs latency, never a job: the agent looks into the waiting index', async () => {
    await start();
    farm.bells.isReachable = false;
    farm.bells.ring({ tenant: TENANT, job: 'job_unknown', n: 0 });
    const job = await farm.submit();
    await done(1);
    expect(farm.records('task.found')[0]).toMatchObject({ job: job.id });
  });
});

describe('an engine with license seats', () => {
  const license = { seats: 1, checkOut: null, release: null };

  it('is started only with a seat, and the seat goes back after it', async () => {
    await start({ license });
    await farm.order({ steps: [{ progress: { frames: 3, everyMs: 5 } }] });
    await done(1);
    expect(farm.records('seat.taken')).toHaveLength(1);
    expect(await farm.ledger.takeSeat('scripted', 1, 'other', 1_000, farm.clock.now())).toBeDefined();
  });

  it('is not claimed without one: the doorbell goes to whoever has it', async () => {
    const ledger = createMemoryLedger();
    await ledger.takeSeat('scripted', 1, 'other', 60_000, Date.now());
    await start({ ledger, license });
    const job = await farm.order();
    await until('the bell is given back', () => farm.bells.fates[0]);
    expect(farm.bells.fates[0]).toMatchObject({ fate: 'given back for 0 s' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ state: 'pending', epoch: 0 });
  });

  it('leaves the next doorbells alone until it may ask for a seat again', async () => {
    const ledger = createMemoryLedger();
    const seat = await ledger.takeSeat('scripted', 1, 'other', 60_000, Date.now());
    const clock = new LeapClock();
    await start({ ledger, license, clock, leaseMs: 600_000 });
    await farm.order();
    await until('the bell is given back', () => farm.bells.fates[0]);
    const job = await farm.order();
    if (seat) await ledger.returnSeat(seat);
    expect(farm.bells.waiting).toBe(1);
    clock.leap(50_000);
    await done(1);
    expect(await farm.ledger.findJob(TENANT, job.id)).toMatchObject({ state: 'succeeded' });
  });
});

describe('an instance whose engine fails where others succeed', () => {
  it('takes itself out after three failures in a row over two jobs', async () => {
    await start();
    const jobs = [await farm.order({ steps: [{ exit: 10 }] }), await farm.order({ steps: [{ exit: 10 }] })];
    jobs.push(await farm.order({ steps: [{ exit: 10 }] }));
    await until('three failed', () => farm.records('task.requeued').length === 3);
    for (const job of jobs.slice(0, 2)) {
      const later = farm.clock.now() + 600_000;
      const claimed = await farm.ledger.claim(refOf(job), { owner: 'i-other/1', agentVersion: 1 }, later);
      if (claimed.kind !== 'claimed') throw new Error(claimed.because);
      await farm.ledger.complete(claimed.lease, [], later);
    }
    await until('it is quarantined', () => farm.records('agent.quarantined')[0]);
    await farm.order();
    expect(farm.bells.waiting).toBe(1);
  });
});
