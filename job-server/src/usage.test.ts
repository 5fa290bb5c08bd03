import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

const DAY_MS = 86_400_000;
let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(async () => {
  await farm.server.stop();
});

const submit = async (fields: object = {}, key?: string) =>
  (await farm.call('POST', '/v1/jobs', { body: { composition: aComposition(), ...fields }, ...(key ? { key } : {}) }))
    .body.id;
const view = async (id: string) => (await farm.call('GET', `/v1/jobs/${id}`)).body;
const usage = async (query = '') =>
  (await farm.call('GET', `/v1/usage${query}`)).body['usage'] as Record<string, unknown>[];

async function claim(job: string, pool: string) {
  const by = { owner: `i-${pool}/1`, agentVersion: 1, pool };
  const outcome = await farm.ledger.claim({ tenant: 'acme', job, n: 0 }, by, farm.clock.now());
  if (outcome.kind !== 'claimed') throw new Error(outcome.because);
  return outcome.lease;
}

/** 10 s on a machine of this pool, and a video of 6 s. */
async function render(job: string, pool = 'spot'): Promise<string> {
  const lease = await claim(job, pool);
  await farm.clock.advance(10_000);
  const key = `artifacts/x/acme/${job}/0/1/video.mp4`;
  farm.storage.objects.add(key);
  const media = { durationSeconds: 6 };
  const artifact = { name: 'video', key, contentType: 'video/mp4', bytes: 1, sha256: 'ab'.repeat(32), media };
  await farm.ledger.complete(lease, [artifact], farm.clock.now());
  return key;
}

const turn = () => farm.clock.advance(20_000);

describe('the cost of a job', () => {
  it('grows while it renders: seconds since the claim by the price of the pool', async () => {
    const id = await submit();
    expect((await view(id))['cost']).toEqual({ usd: 0, instanceSeconds: 0, lostSeconds: 0 });
    await claim(id, 'on-demand');
    await farm.clock.advance(5_000);
    expect((await view(id))['cost']).toEqual({ usd: 0.001, instanceSeconds: 5, lostSeconds: 0 });
  });

  it('counts attempts that came to nothing apart', async () => {
    const id = await submit();
    const lease = await claim(id, 'on-demand');
    await farm.clock.advance(5_000);
    const failure = { class: 'engine' as const, code: 'engine_failed', message: 'exit code 1' };
    await farm.ledger.fail(lease, failure, 0, farm.clock.now());
    await farm.clock.advance(60_000);
    await render(id, 'spot');
    expect((await view(id))['cost']).toEqual({ usd: 0.002, instanceSeconds: 15, lostSeconds: 5 });
  });

  it('is estimated by a dry run, at the cheapest pool and at the dearest', async () => {
    const reply = await farm.call('POST', '/v1/jobs:validate', { body: { composition: aComposition() } });
    const { usd } = reply.body['estimate'] as { usd: { low: number; high: number } };
    expect(usd.high).toBeCloseTo(usd.low * 2, 5);
    expect(usd.low).toBeGreaterThan(0);
  });

  it('is estimated by what the scaler has measured of the engine, once it has', async () => {
    const estimate = async (): Promise<number> => {
      const reply = await farm.call('POST', '/v1/jobs:validate', { body: { composition: aComposition() } });
      return (reply.body['estimate'] as { usd: { low: number } }).usd.low;
    };
    const before = await estimate();
    const state = await farm.ledger.acquireScaler('scaler', 60_000, farm.clock.now());
    if (!state) throw new Error('the scaler has its row');
    const note = { v: 1, at: farm.clock.now(), waiting: {}, pools: {}, ratios: { '*': 9, reel: 3 } };
    await farm.ledger.saveScaler({ ...state, estimates: JSON.stringify(note), updatedAt: farm.clock.now() });
    await farm.clock.advance(2_000);
    expect(await estimate()).toBeCloseTo(before * 3, 5);
  });
});

describe('usage', () => {
  const done = { succeeded: 1, failed: 0, canceled: 0 };

  it('is what ended jobs took, with jobs by state, test and live apart', async () => {
    const made = await farm.call('POST', '/v1/keys', { body: { name: 'try', mode: 'test' } });
    await render(await submit());
    await render(await submit({}, String(made.body['key'])));
    await farm.call('POST', `/v1/jobs/${await submit()}/cancel`);
    await turn();
    const day = new Date(farm.clock.now()).toISOString().slice(0, 10);
    const took = { renderedSeconds: 6, instanceSeconds: 10, lostSeconds: 0, usd: 0.001 };
    expect(await usage()).toEqual([
      { day, mode: 'live', jobs: { ...done, canceled: 1 }, ...took },
      { day, mode: 'test', jobs: done, ...took },
    ]);
    expect(await usage('?groupBy=key')).toEqual([
      expect.objectContaining({ key: made.body.id, mode: 'test' }),
      expect.objectContaining({ key: 'k1', mode: 'live' }),
    ]);
    expect(await usage('?groupBy=lane')).toHaveLength(2);
  });

  it('counts a job once, however often it is looked at', async () => {
    await render(await submit());
    for (let n = 0; n < 5; n += 1) await turn();
    expect(await usage()).toMatchObject([{ jobs: done, instanceSeconds: 10 }]);
  });

  it('is of the days that are asked for, and of the tenant alone', async () => {
    await render(await submit());
    await turn();
    const today = new Date(farm.clock.now()).toISOString().slice(0, 10);
    const before = new Date(farm.clock.now() - DAY_MS).toISOString().slice(0, 10);
    expect(await usage(`?from=${today}&to=${today}`)).toHaveLength(1);
    expect(await usage(`?from=${before}&to=${before}`)).toEqual([]);
    expect((await farm.call('GET', '/v1/usage', { tenant: 'globex' })).body['usage']).toEqual([]);
  });

  it.each(['?from=2026-02-30', '?groupBy=moon', '?from=2020-01-01&to=2026-01-01', '?from=2026-01-02&to=2026-01-01'])(
    'is not asked for by %s',
    async (query) => {
      const reply = await farm.call('GET', `/v1/usage${query}`);
      expect([reply.status, reply.body.code]).toEqual([400, 'invalid_query']);
    },
  );
});

describe('results', () => {
  const results = (id: string) => farm.call('GET', `/v1/jobs/${id}/artifacts`);

  it('are kept for as long as the submit said, then gone from the bucket, and the job says so', async () => {
    const id = await submit({ retentionDays: 2 });
    const key = await render(id);
    const expiresAt = new Date(farm.clock.now() + 2 * DAY_MS).toISOString();
    expect(await view(id)).toMatchObject({ expiresAt, artifacts: [{ name: 'video' }] });
    expect((await results(id)).body).toMatchObject({ expiresAt, artifacts: [{ name: 'video' }] });
    await turn();
    await farm.clock.skip(2 * DAY_MS);
    const gone = await results(id);
    expect([gone.status, gone.body.code]).toEqual([410, 'results_expired']);
    const after = await view(id);
    expect([after['state'], after['expiresAt'], after['artifacts']]).toEqual(['succeeded', expiresAt, undefined]);
    await turn();
    expect(farm.storage.objects.has(key)).toBe(false);
  });

  it('are kept for 30 days unless told, and never longer than the environment keeps any', async () => {
    const [id, longer] = [await submit(), await submit({ retentionDays: 400 })];
    await render(id);
    await render(longer);
    for (const job of [id, longer]) {
      const { endedAt, expiresAt } = (await view(job)) as unknown as Record<string, string>;
      expect(Date.parse(expiresAt ?? '') - Date.parse(endedAt ?? '')).toBe(30 * DAY_MS);
    }
  });

  it('are deleted by their owner at once and for good; the record stays', async () => {
    const id = await submit();
    const key = await render(id);
    const first = await farm.call('DELETE', `/v1/jobs/${id}`);
    expect([first.status, first.body['deletedAt']]).toEqual([200, new Date(farm.clock.now()).toISOString()]);
    await turn();
    expect(farm.storage.objects.has(key)).toBe(false);
    const again = await farm.call('DELETE', `/v1/jobs/${id}`);
    expect(again.body['deletedAt']).toBe(first.body['deletedAt']);
    expect((await results(id)).body.code).toBe('results_deleted');
    expect(await view(id)).toMatchObject({ state: 'succeeded', deletedAt: first.body['deletedAt'] });
    expect((await view(id))['artifacts']).toBeUndefined();
  });

  it('that could not all be deleted are deleted later', async () => {
    const id = await submit();
    const key = await render(id);
    farm.storage.fault = new Error('S3 is away');
    expect((await farm.call('DELETE', `/v1/jobs/${id}`)).status).toBe(200);
    await turn();
    expect(farm.storage.objects.has(key)).toBe(true);
    farm.storage.fault = undefined;
    await farm.clock.advance(60_000);
    expect(farm.storage.objects.has(key)).toBe(false);
  });

  it('of a job that runs are neither there nor deleted', async () => {
    const id = await submit();
    for (const reply of [await results(id), await farm.call('DELETE', `/v1/jobs/${id}`)]) {
      expect([reply.status, reply.body.code]).toEqual([409, 'job_active']);
    }
  });

  it('change the ETag when they go: a client that has them is told', async () => {
    const id = await submit();
    await render(id);
    const etag = (await farm.call('GET', `/v1/jobs/${id}`)).headers.get('etag') ?? '';
    const again = () => farm.call('GET', `/v1/jobs/${id}`, { headers: { 'if-none-match': etag } });
    expect((await again()).status).toBe(304);
    await farm.call('DELETE', `/v1/jobs/${id}`);
    expect((await again()).status).toBe(200);
  });
});
