import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Artifact } from '@reelyard/contracts';
import { type TestServer, aComposition, aProject, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(async () => {
  await farm.server.stop();
});

const submit = async (fields: object = {}) =>
  (await farm.call('POST', '/v1/jobs', { body: { composition: aComposition(), ...fields } })).body.id;
const agent = { owner: 'i-1/1', agentVersion: 1 };
const video: Artifact = {
  name: 'video.mp4',
  key: 'artifacts/x/acme/job/0/1/video.mp4',
  contentType: 'video/mp4',
  bytes: 12,
  sha256: 'a'.repeat(64),
};

async function claim(job: string, n = 0) {
  const outcome = await farm.ledger.claim({ tenant: 'acme', job, n }, agent, farm.clock.now());
  if (outcome.kind !== 'claimed') throw new Error(outcome.because);
  return outcome.lease;
}

describe('following a job', () => {
  it('shows its state, progress by frames and phase', async () => {
    const id = await submit();
    expect((await farm.call('GET', `/v1/jobs/${id}`)).body).toMatchObject({
      state: 'queued',
      percent: 0,
      phase: 'waiting',
    });
    const lease = await claim(id);
    await farm.ledger.heartbeat(lease, { beat: 1, phase: 'rendering', progress: { fraction: 0.5 } }, farm.clock.now());
    const view = await farm.call('GET', `/v1/jobs/${id}`);
    expect(view.body).toMatchObject({
      state: 'rendering',
      percent: 50,
      phase: 'rendering',
      attempts: 1,
      tasks: { total: 1, leased: 1 },
    });
  });

  it('gives result URLs that live an hour once it has succeeded', async () => {
    const id = await submit();
    await farm.ledger.complete(await claim(id), [video], farm.clock.now());
    const view = await farm.call('GET', `/v1/jobs/${id}`);
    expect(view.body).toMatchObject({ state: 'succeeded', percent: 100 });
    expect(view.body['artifacts']).toEqual([
      {
        ...{ name: 'video.mp4', contentType: 'video/mp4', bytes: 12, sha256: 'a'.repeat(64) },
        url: `https://artifacts.example/${video.key}?expires=3600`,
        expiresAt: new Date(farm.clock.now() + 3_600_000).toISOString(),
      },
    ]);
  });

  it('answers 304 until something changed, and never for result URLs that are about to end', async () => {
    const id = await submit();
    const first = await farm.call('GET', `/v1/jobs/${id}`);
    const etag = first.headers.get('etag') ?? '';
    const again = () => farm.call('GET', `/v1/jobs/${id}`, { headers: { 'if-none-match': etag } });
    expect((await again()).status).toBe(304);
    const lease = await claim(id);
    expect((await again()).status).toBe(200);
    await farm.ledger.complete(lease, [video], farm.clock.now());
    const done = await farm.call('GET', `/v1/jobs/${id}`);
    const ended = { headers: { 'if-none-match': done.headers.get('etag') ?? '' } };
    expect((await farm.call('GET', `/v1/jobs/${id}`, ended)).status).toBe(304);
    await farm.clock.advance(1_800_001);
    expect((await farm.call('GET', `/v1/jobs/${id}`, ended)).status).toBe(200);
  });

  it('tells the timeline', async () => {
    const id = await submit();
    await claim(id);
    const timeline = await farm.call('GET', `/v1/jobs/${id}/events`);
    expect(timeline.body.events.map(({ type, seq }) => `${String(seq)} ${String(type)}`)).toEqual([
      '1 job.accepted',
      '2 job.started',
    ]);
    const rest = await farm.call('GET', `/v1/jobs/${id}/events?after=1`);
    expect(rest.body.events).toHaveLength(1);
  });

  it('is not possible for another tenant, in any way', async () => {
    const id = await submit();
    const tries = [
      ['GET', ''],
      ['GET', '/events'],
      ['POST', '/cancel'],
      ['POST', '/retry'],
    ] as const;
    for (const [method, path] of tries) {
      const reply = await farm.call(method, `/v1/jobs/${id}${path}`, { tenant: 'globex' });
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, 'not_found']);
    }
    expect((await farm.call('GET', '/v1/jobs', { tenant: 'globex' })).body.jobs).toEqual([]);
  });
});

describe('canceling a job', () => {
  it('ends it for good and takes its tasks out of the lanes', async () => {
    const id = await submit();
    const lease = await claim(id);
    const reply = await farm.call('POST', `/v1/jobs/${id}/cancel`);
    expect([reply.status, reply.body['state']]).toEqual([200, 'canceled']);
    expect((await farm.ledger.complete(lease, [video], farm.clock.now())).kind).toBe('lost');
    expect((await farm.call('GET', `/v1/jobs/${id}`)).body['state']).toBe('canceled');
  });

  it('twice is one cancel', async () => {
    const id = await submit();
    await farm.call('POST', `/v1/jobs/${id}/cancel`);
    expect((await farm.call('POST', `/v1/jobs/${id}/cancel`)).status).toBe(200);
  });

  it('that has ended says how', async () => {
    const done = await submit();
    await farm.ledger.complete(await claim(done), [video], farm.clock.now());
    expect((await farm.call('POST', `/v1/jobs/${done}/cancel`)).body).toMatchObject({
      status: 409,
      code: 'job_succeeded',
    });
    const broken = await submit();
    const failure = { class: 'permanent', code: 'invalid_input', message: 'no' } as const;
    await farm.ledger.fail(await claim(broken), failure, 0, farm.clock.now());
    expect((await farm.call('POST', `/v1/jobs/${broken}/cancel`)).body).toMatchObject({
      status: 409,
      code: 'job_failed',
    });
  });
});

describe('retrying a job', () => {
  it('makes a child with the same content, which rings', async () => {
    const id = await submit({ lane: 'bulk', metadata: { order: '1' } });
    await farm.call('POST', `/v1/jobs/${id}/cancel`);
    const reply = await farm.call('POST', `/v1/jobs/${id}/retry`);
    expect(reply.status).toBe(202);
    const child = await farm.call('GET', `/v1/jobs/${reply.body.id}`);
    expect(child.body).toMatchObject({ retryOf: id, lane: 'bulk', metadata: { order: '1' }, state: 'queued' });
    expect(await farm.ledger.getPayload(reply.body.id)).toEqual(await farm.ledger.getPayload(id));
    await farm.untilSent(2);
  });

  it('is refused while it runs and after it succeeded', async () => {
    const id = await submit();
    expect((await farm.call('POST', `/v1/jobs/${id}/retry`)).body).toMatchObject({ status: 409, code: 'job_active' });
    await farm.ledger.complete(await claim(id), [video], farm.clock.now());
    expect((await farm.call('POST', `/v1/jobs/${id}/retry`)).body).toMatchObject({
      status: 409,
      code: 'job_succeeded',
    });
  });

  it('is idempotent under a key', async () => {
    const id = await submit();
    await farm.call('POST', `/v1/jobs/${id}/cancel`);
    const headers = { 'idempotency-key': 'again' };
    const [one, two] = [
      await farm.call('POST', `/v1/jobs/${id}/retry`, { headers }),
      await farm.call('POST', `/v1/jobs/${id}/retry`, { headers }),
    ];
    expect(two.text).toBe(one.text);
  });
});

describe('listing jobs', () => {
  it('pages through all of them, newest first, each once', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      ids.push(await submit());
      await farm.clock.advance(10);
    }
    const seen: unknown[] = [];
    let cursor: unknown = '';
    while (cursor !== undefined) {
      const page = await farm.call('GET', `/v1/jobs?limit=2${cursor === '' ? '' : `&cursor=${String(cursor)}`}`);
      expect(page.status).toBe(200);
      seen.push(...page.body.jobs.map((job) => job['id']));
      cursor = page.body['cursor'];
    }
    expect(seen).toEqual(ids.reverse());
  });

  it('filters by state and lane', async () => {
    const gone = await submit({ lane: 'bulk' });
    await submit({ lane: 'bulk' });
    await submit();
    await farm.call('POST', `/v1/jobs/${gone}/cancel`);
    expect((await farm.call('GET', '/v1/jobs?lane=bulk')).body.jobs).toHaveLength(2);
    const canceled = await farm.call('GET', '/v1/jobs?state=canceled,failed');
    expect(canceled.body.jobs.map((job) => job['id'])).toEqual([gone]);
  });

  it('filters by a pair of metadata, whatever stands in it', async () => {
    const wanted = await submit({ metadata: { order: '7:a', shop: 'x' } });
    await submit({ metadata: { order: '7' } });
    await submit();
    const found = await farm.call('GET', `/v1/jobs?metadata=${encodeURIComponent('order:7:a')}`);
    expect(found.body.jobs.map((job) => job['id'])).toEqual([wanted]);
  });

  it.each([
    'metadata=order',
    'limit=0',
    'limit=101',
    'limit=x',
    'state=gone',
    'lane=fast',
    'createdFrom=now',
    'cursor=abc',
    'page=2',
  ])('refuses %s', async (query) => {
    const reply = await farm.call('GET', `/v1/jobs?${query}`);
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_query']);
    expect(reply.body.errors[0]?.pointer).toBe(`/${query.split('=')[0] ?? ''}`);
  });
});

describe('assets', () => {
  const ask = (body: object = { name: 'photo.jpg', contentType: 'image/jpeg', bytes: 10 }) =>
    farm.call('POST', '/v1/assets', { body });
  const using = (uri: unknown) =>
    aComposition({ tracks: [{ clips: [{ length: 1, asset: { kind: 'image', src: uri } }] }] });

  it('are uploaded by the client and named in compositions', async () => {
    const asset = await ask();
    expect(asset.status).toBe(201);
    expect(asset.body).toMatchObject({
      method: 'PUT',
      uri: `asset://${asset.body.id}`,
      headers: { 'content-type': 'image/jpeg' },
    });
    const key = `assets/acme/${asset.body.id}/photo.jpg`;
    farm.storage.objects.add(key);
    const id = await submit({ composition: using(asset.body['uri']) });
    expect(JSON.stringify(await farm.ledger.getPayload(id))).toContain(`"src":"s3://artifacts/${key}"`);
  });

  it('in a project are resolved where a whole string names one', async () => {
    const asset = await ask();
    farm.storage.objects.add(`assets/acme/${asset.body.id}/photo.jpg`);
    const body = aProject({ project: { files: [asset.body['uri'], 'plain'] } });
    const reply = await farm.call('POST', '/v1/jobs', { body });
    const files = [`s3://artifacts/assets/acme/${asset.body.id}/photo.jpg`, 'plain'];
    expect(await farm.ledger.getPayload(reply.body.id)).toMatchObject({ project: { files } });
  });

  it.each([
    ['file:///etc/passwd', 'asset_address_invalid'],
    ['photo.jpg', 'asset_address_invalid'],
    ['https://user:pw@example.com/a.jpg', 'asset_address_invalid'],
    ['http://127.0.0.1/a.jpg', 'asset_address_blocked'],
    ['http://0x7f.1/a.jpg', 'asset_address_blocked'],
    ['http://169.254.169.254/latest/meta-data', 'asset_address_blocked'],
    ['http://[::ffff:10.0.0.1]/a.jpg', 'asset_address_blocked'],
    ['http://localhost/a.jpg', 'asset_address_blocked'],
    ['asset://ast_00000000000000000000000000', 'asset_unknown'],
    ['asset://../../x', 'asset_unknown'],
  ])('refuses %s with its pointer', async (src, code) => {
    const reply = await farm.call('POST', '/v1/jobs', { body: { composition: using(src) } });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toEqual([
      expect.objectContaining({ pointer: '/composition/tracks/0/clips/0/asset/src', code }),
    ]);
  });

  it.each([
    [{ note: 's3://artifacts/artifacts/x/globex/secret.mp4' }, '/project/note', 'asset_address_invalid'],
    [{ inputs: [{ src: ' S3://artifacts/x' }] }, '/project/inputs/0/src', 'asset_address_invalid'],
    [{ inputs: ['http://169.254.169.254/'] }, '/project/inputs/0', 'asset_address_blocked'],
    [{ assets: { clip: 'http://10.0.0.1/a.mp4' } }, '/project/assets/clip', 'asset_address_blocked'],
  ])('of a project cannot reach into the farm: %j', async (project, pointer, code) => {
    const reply = await farm.call('POST', '/v1/jobs', { body: aProject({ project }) });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('that were not uploaded yet, or belong to another tenant, cannot be used', async () => {
    const asset = await ask();
    const waiting = await farm.call('POST', '/v1/jobs', { body: { composition: using(asset.body['uri']) } });
    expect(waiting.body.errors[0]?.code).toBe('asset_not_uploaded');
    farm.storage.objects.add(`assets/acme/${asset.body.id}/photo.jpg`);
    const foreign = await farm.call('POST', '/v1/jobs', {
      body: { composition: using(asset.body['uri']) },
      tenant: 'globex',
    });
    expect(foreign.body.errors[0]?.code).toBe('asset_unknown');
  });

  it('need a name and a type', async () => {
    const reply = await ask({ name: '../x', contentType: 'nonsense', bytes: 0, more: 1 });
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map(({ pointer }) => pointer)).toEqual(['/more', '/name', '/contentType', '/bytes']);
  });

  it('keep a name with spaces out of the address', async () => {
    const asset = await ask({ name: 'my photo (1).jpg', contentType: 'image/jpeg' });
    expect(asset.body['uploadUrl']).toContain(`/${asset.body.id}/my-photo--1-.jpg`);
  });
});
