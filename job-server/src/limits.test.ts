import { afterEach, describe, expect, it } from '@jest/globals';
import { type TestServer, type TestServerOptions, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
afterEach(async () => {
  await farm.server.stop();
});
const start = async (options: TestServerOptions = {}): Promise<void> => {
  farm = await startTestServer(options);
};
const aKey = async (limits?: object): Promise<string> =>
  String((await farm.call('POST', '/v1/keys', { body: { name: 'shop', ...(limits ? { limits } : {}) } })).body['key']);
const submit = async (key: string, fields: object = {}) =>
  farm.call('POST', '/v1/jobs', { body: { composition: aComposition(), ...fields }, key });
const waitOf = async (id: string) =>
  (await farm.call('GET', `/v1/jobs/${id}`)).body['waiting'] as { reason: string; position: number | null };

/** As an agent would. */
async function finish(id: string): Promise<void> {
  const outcome = await farm.ledger.claim(
    { tenant: 'acme', job: id, n: 0 },
    { owner: 'i-1/1', agentVersion: 1 },
    farm.clock.now(),
  );
  if (outcome.kind !== 'claimed') throw new Error(outcome.because);
  await farm.ledger.complete(outcome.lease, [], farm.clock.now());
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await isSo()); waitedMs += 100) {
    if (waitedMs > 60_000) throw new Error('not within a minute');
    await farm.clock.advance(100);
  }
}

describe('a key with a quota of jobs', () => {
  it('has every submit accepted; what is above it waits, throttled, with its place in line', async () => {
    await start();
    const key = await aKey({ concurrentJobs: 1 });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const reply = await submit(key);
      expect(reply.status).toBe(202);
      ids.push(reply.body.id);
      await farm.clock.advance(5);
    }
    await farm.untilSent(1);
    const [first = '', second = '', third = ''] = ids;
    expect(farm.queues.sent.map(({ bell }) => bell.job)).toEqual([first]);
    expect(await waitOf(second)).toEqual({ reason: 'throttled', position: 0, etaSeconds: null });
    expect(await waitOf(third)).toMatchObject({ reason: 'throttled', position: 1 });
    await finish(first);
    await farm.untilSent(2);
    expect(farm.queues.sent.map(({ bell }) => bell.job)).toEqual([first, second]);
    expect((await waitOf(second)).reason).not.toBe('throttled');
  });

  it('lets its jobs go when the limit is raised; without any, by the limits of its tenant', async () => {
    await start({ limits: { concurrentJobs: 4 } });
    const key = await aKey({ concurrentJobs: 1 });
    const id = key.split('_')[2];
    const change = (limits: object | null) => farm.call('PATCH', `/v1/keys/${id}`, { body: { limits } });
    for (let n = 0; n < 8; n += 1) await submit(key);
    await farm.untilSent(1);
    await change({ concurrentJobs: 3 });
    await until(async () => farm.queues.sent.length >= 3);
    await change(null);
    await until(async () => farm.queues.sent.length >= 4);
    await farm.clock.advance(10_000);
    expect(farm.queues.sent).toHaveLength(4);
  });

  it('keeps nobody else waiting, however many of its jobs do', async () => {
    await start();
    const key = await aKey({ concurrentJobs: 1 });
    for (let n = 0; n < 20; n += 1) await submit(key);
    const other = await farm.call('POST', '/v1/jobs', { body: { composition: aComposition() }, tenant: 'globex' });
    await farm.untilSent(2);
    expect(farm.queues.sent.map(({ bell }) => bell.job)).toContain(other.body.id);
  });

  it('of a day is full until the next, and a held job may be canceled', async () => {
    await start();
    const key = await aKey({ jobsPerDay: 1 });
    const first = await submit(key);
    await farm.untilSent(1);
    const second = await submit(key);
    await farm.clock.advance(5_000);
    expect(farm.queues.sent.map(({ bell }) => bell.job)).toEqual([first.body.id]);
    expect((await waitOf(second.body.id)).reason).toBe('throttled');
    const canceled = await farm.call('POST', `/v1/jobs/${second.body.id}/cancel`);
    expect([canceled.status, canceled.body['state']]).toEqual([200, 'canceled']);
  });

  it('is shared by the keys of a tenant that have none of their own', async () => {
    await start({ limits: { concurrentJobs: 1 } });
    const [first, second] = [await submit(await aKey()), await submit(await aKey())];
    await farm.untilSent(1);
    await farm.clock.advance(3_000);
    expect(farm.queues.sent).toHaveLength(1);
    await finish(farm.queues.sent[0]?.bell.job ?? '');
    await farm.untilSent(2);
    expect(farm.queues.sent.map(({ bell }) => bell.job).sort()).toEqual([first.body.id, second.body.id].sort());
  });

  it('is let go by any server: what one accepted before it died is admitted by the next turn of another', async () => {
    await start();
    const key = await aKey({ concurrentJobs: 5 });
    const id = key.split('_')[2] ?? '';
    const job = { tenant: 'acme', id: 'job_01KF0000000000000000000000', lane: 'standard' as const };
    const now = farm.clock.now();
    const features = { engine: 'reel', frames: 1, pixels: 1 };
    await farm.ledger.submit(
      {
        ...job,
        ...{ payload: { engine: 'reel' }, tasks: [{ kind: 'render', features }], minAgentVersion: 1, quota: id },
        ...{ notBefore: now, deadlineAt: now + 3_600_000 },
      },
      now,
    );
    await until(async () => farm.queues.sent.some(({ bell }) => bell.job === job.id));
  });
});

describe('a key with a limit of requests', () => {
  it('is told on every reply what is left, and refused beyond it until one is left again', async () => {
    await start();
    const key = await aKey({ requestsPerMinute: 2 });
    const look = async () => farm.call('GET', '/v1/jobs', { key });
    const first = await look();
    expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([
      '"requests";q=2;w=60',
      '"requests";r=1;t=30',
    ]);
    expect((await look()).headers.get('ratelimit')).toBe('"requests";r=0;t=60');
    const refused = await look();
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      429,
      'rate_limited',
      '30',
    ]);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    await farm.clock.advance(30_000);
    expect((await look()).status).toBe(200);
  });

  it('takes nothing from other keys, and health is never limited', async () => {
    await start({ limits: { requestsPerMinute: 1 } });
    expect((await farm.call('GET', '/v1/jobs')).status).toBe(200);
    expect((await farm.call('GET', '/v1/jobs')).status).toBe(429);
    expect((await farm.call('GET', '/v1/jobs', { tenant: 'globex' })).status).toBe(200);
    for (let n = 0; n < 3; n += 1) {
      const live = await farm.call('GET', '/livez', { tenant: null });
      expect([live.status, live.headers.get('ratelimit')]).toEqual([200, null]);
    }
  });

  it('says nothing where there is none', async () => {
    await start();
    expect((await farm.call('GET', '/v1/jobs')).headers.get('ratelimit')).toBeNull();
  });
});

describe('limits of a key', () => {
  it('are shown with it', async () => {
    await start();
    await aKey({ concurrentJobs: 3, requestsPerMinute: 60 });
    const listed = (await farm.call('GET', '/v1/keys')).body['keys'] as { name: string; limits?: object }[];
    expect(listed.find(({ name }) => name === 'shop')?.limits).toEqual({ concurrentJobs: 3, requestsPerMinute: 60 });
  });

  it.each([{ concurrentJobs: 0 }, { jobsPerDay: 1.5 }, { perHour: 1 }])('cannot be %j', async (limits) => {
    await start();
    const reply = await farm.call('POST', '/v1/keys', { body: { name: 'x', limits } });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_key']);
  });
});
