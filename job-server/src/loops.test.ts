import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { aJob } from '@reelyard/ledger/conformance';
import { type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(async () => {
  await farm.server.stop();
});

const submit = async (fields: object = {}) =>
  (await farm.call('POST', '/v1/jobs', { body: { composition: aComposition(), ...fields } })).body.id;
const task = (job: string) => farm.ledger.findTask({ tenant: 'acme', job, n: 0 });
const claim = (job: string, owner: string) =>
  farm.ledger.claim({ tenant: 'acme', job, n: 0 }, { owner, agentVersion: 1 }, farm.clock.now());
const events = () => farm.log.records.map((entry) => entry['event']);

/** Lets time pass in steps, so that each loop gets its turns. */
async function pass(ms: number, stepMs = 1_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) await farm.clock.advance(stepMs);
}

/** Moves time until the condition holds; fails after ten minutes of farm time. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let second = 0; second < 600; second += 1) {
    if (await condition()) return;
    await farm.clock.advance(1_000);
  }
  throw new Error('it never came to pass');
}

describe('the relay', () => {
  it('rings when notBefore has come', async () => {
    const notBefore = new Date(farm.clock.now() + 30_000).toISOString();
    const id = await submit({ notBefore });
    await pass(29_000);
    expect(farm.queues.sent).toEqual([]);
    await until(() => farm.queues.sent.length > 0);
    await until(async () => (await task(id))?.state === 'queued');
    expect(farm.counts.has('emit.repaired')).toBe(false);
  });

  it('rings for what an outage of the queue left behind', async () => {
    farm.queues.fault = new FarmError('queue-unavailable', 'gone');
    const id = await submit();
    await until(() => events().includes('doorbell.failed'));
    await pass(10_000);
    expect((await task(id))?.state).toBe('pending');
    farm.queues.fault = undefined;
    await until(async () => (await task(id))?.state === 'queued');
    expect(farm.queues.sent).toHaveLength(1);
    expect(farm.counts.get('emit.repaired')).toBe(1);
  });

  it.each([600, 620, 640])('rings within ten seconds of the end of an outage of %d s', async (seconds) => {
    farm.queues.fault = new FarmError('queue-unavailable', 'gone');
    const id = await submit();
    await pass(seconds * 1_000);
    farm.queues.fault = undefined;
    await pass(10_000);
    expect((await task(id))?.state).toBe('queued');
  });
});

describe('the sweeper', () => {
  it('ends a job at its deadline, whether it renders or not, and lays its tasks to rest', async () => {
    const deadline = new Date(farm.clock.now() + 60_000).toISOString();
    const [idle, busy] = [await submit({ deadline }), await submit({ deadline })];
    await claim(busy, 'i-1/1');
    for (const id of [idle, busy]) {
      await until(async () => (await farm.ledger.findJob('acme', id))?.state === 'failed');
      await until(async () => (await task(id))?.state === 'void');
      expect(await farm.ledger.findJob('acme', id)).toMatchObject({ error: { code: 'deadline_exceeded' } });
    }
    expect(farm.counts.get('job.expired')).toBe(2);
  });

  it('starts the assembly whose last segment was committed by an agent that died then', async () => {
    const features = { engine: 'reel', frames: 1, pixels: 1 };
    const tasks = [
      ...[0, 1].map(() => ({ kind: 'render' as const, features })),
      { kind: 'assemble' as const, features },
    ];
    const at = farm.clock.now();
    const { id } = aJob({ tenant: 'acme', tasks, notBefore: at, deadlineAt: at + 3_600_000 });
    await farm.ledger.submit(aJob({ id, tenant: 'acme', tasks, notBefore: at, deadlineAt: at + 3_600_000 }), at);
    for (const n of [0, 1]) {
      const ref = { tenant: 'acme', job: id, n };
      const claimed = await farm.ledger.claim(ref, { owner: 'i-1/1', agentVersion: 1 }, farm.clock.now());
      if (claimed.kind === 'claimed') await farm.ledger.complete(claimed.lease, [], farm.clock.now());
    }
    expect((await farm.ledger.listTasks(id))[2]?.state).toBe('blocked');
    await until(async () => (await farm.ledger.listTasks(id))[2]?.state === 'queued');
  });

  it('rings again when the lane has lost a message, and not before 45 s', async () => {
    const id = await submit();
    await farm.untilSent(1);
    await until(async () => (await task(id))?.state === 'queued');
    farm.queues.held = 0;
    await pass(40_000);
    expect(farm.queues.sent).toHaveLength(1);
    await until(() => farm.queues.sent.length > 1);
    expect(farm.queues.sent[1]?.bell).toMatchObject({ job: id, emitSeq: 1 });
    expect(farm.counts.get('emit.repaired')).toBe(1);
  });

  it('does not ring again while the message still waits', async () => {
    const id = await submit();
    await until(async () => (await task(id))?.state === 'queued');
    await pass(180_000, 5_000);
    expect(farm.queues.sent).toHaveLength(1);
  });

  it('waits twice as long after each doorbell', async () => {
    const id = await submit();
    await until(async () => (await task(id))?.state === 'queued');
    farm.queues.held = 0;
    const rangAt: number[] = [];
    while (rangAt.length < 3) {
      const before = farm.queues.sent.length;
      await until(() => farm.queues.sent.length > before);
      rangAt.push(farm.clock.now());
    }
    const [first = 0, second = 0, third = 0] = rangAt;
    expect(second - first).toBeGreaterThanOrEqual(85_000);
    expect(third - second).toBeGreaterThanOrEqual(175_000);
  });
});

describe('the reaper', () => {
  it('gives the task of a silent agent to another', async () => {
    const id = await submit();
    await claim(id, 'i-1/1');
    await pass(55_000);
    expect((await task(id))?.state).toBe('leased');
    await until(async () => (await task(id))?.state !== 'leased');
    await until(async () => (await task(id))?.state === 'queued');
    expect((await claim(id, 'i-2/1')).kind).toBe('claimed');
    expect(events()).toContain('reaper.reaped');
    expect(farm.counts.get('lease.expired')).toBe(1);
  });

  it('takes a lease back when its time is up, not at the turn after that', async () => {
    await farm.server.stop();
    // Turns of 11 s: the beat is seen at the first, and its lease is over between the sixth and the seventh.
    farm = await startTestServer({ random: () => 0.75 });
    const id = await submit();
    await claim(id, 'i-1/1');
    const claimedAt = farm.clock.now();
    await until(async () => (await task(id))?.state !== 'leased');
    expect(farm.clock.now() - claimedAt).toBeLessThanOrEqual(73_000);
  });

  it('leaves an agent that beats alone', async () => {
    const id = await submit();
    const outcome = await claim(id, 'i-1/1');
    if (outcome.kind !== 'claimed') throw new Error(outcome.because);
    for (let beat = 1; beat <= 20; beat += 1) {
      await farm.ledger.heartbeat(outcome.lease, { beat, phase: 'rendering' }, farm.clock.now());
      await pass(10_000);
    }
    expect(await task(id)).toMatchObject({ state: 'leased', epoch: 1 });
  });

  it('calls a job poisonous when it silences three agents', async () => {
    const id = await submit();
    for (const owner of ['i-1/1', 'i-2/1', 'i-3/1', 'i-4/1']) {
      if ((await claim(id, owner)).kind !== 'claimed') break;
      await until(async () => (await task(id))?.state !== 'leased');
      await farm.clock.advance(10_000);
    }
    await until(async () => (await farm.ledger.findJob('acme', id))?.state === 'failed');
    expect(await farm.ledger.findJob('acme', id)).toMatchObject({ error: { code: 'poison_suspected' } });
    expect(farm.counts.get('job.failed')).toBe(1);
    await until(async () => (await farm.ledger.findDueEmits(farm.clock.now() + 1e9, 10)).length === 0);
  });
});

describe('the scaler', () => {
  it('is woken by an accept, at most once in ten seconds, and again for the last of a burst', async () => {
    await submit();
    await until(() => farm.scaler.calls === 1);
    await submit();
    await submit();
    await pass(8_000);
    expect(farm.scaler.calls).toBe(1);
    await pass(3_000);
    expect(farm.scaler.calls).toBe(2);
    await pass(30_000);
    expect(farm.scaler.calls).toBe(2);
  });

  it('is left alone while it is awake', async () => {
    const now = farm.clock.now();
    const state = await farm.ledger.acquireScaler('s', 60_000, now);
    if (!state) throw new Error('no lease');
    await farm.ledger.saveScaler({ ...state, asleep: false });
    await submit();
    await pass(5_000);
    expect(farm.scaler.calls).toBe(0);
  });

  it('may be away: accepting does not care', async () => {
    farm.scaler.fault = new FarmError('capacity-unavailable', 'gone');
    await submit();
    await until(() => events().includes('scaler.kick-failed'));
    expect((await farm.call('GET', '/readyz')).status).toBe(200);
  });
});
