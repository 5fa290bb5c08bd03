import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { type TestServer, aComposition, aProject, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(async () => {
  await farm.server.stop();
});

const submit = (body: unknown, headers: Record<string, string> = {}) =>
  farm.call('POST', '/v1/jobs', { body, headers });

describe('submitting a composition', () => {
  it('accepts it, says where to follow it, and rings the lane after that', async () => {
    const reply = await submit({ composition: aComposition(), lane: 'express' });
    expect(reply.status).toBe(202);
    expect(reply.headers.get('location')).toBe(`/v1/jobs/${reply.body.id}`);
    expect(reply.body).toMatchObject({ state: 'queued', lane: 'express' });
    await farm.untilSent(1);
    expect(farm.queues.sent[0]).toMatchObject({ lane: 'express', bell: { tenant: 'acme', job: reply.body.id, n: 0 } });
  });

  it('stores the canonical form for the engine', async () => {
    const reply = await submit({ composition: aComposition() });
    const payload = await farm.ledger.getPayload(reply.body.id);
    expect(payload).toMatchObject({ engine: 'reel', composition: { timescale: 90_000 } });
  });

  it('takes outputs and variables from beside the composition', async () => {
    const composition = aComposition({ variables: { hue: { type: 'string' } } });
    const asked = { composition, variables: { hue: '#ffffff' }, outputs: [{ kind: 'poster' }] };
    const reply = await submit(asked);
    expect(reply.status).toBe(202);
    expect(await farm.ledger.getPayload(reply.body.id)).toMatchObject({
      composition: { outputs: [{ kind: 'poster' }] },
    });
  });

  it('stores the trace of the client with the job', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reply = await submit({ composition: aComposition() }, { traceparent });
    expect(await farm.ledger.findJob('acme', reply.body.id)).toMatchObject({ traceparent });
    await farm.untilSent(1);
    expect(farm.queues.sent[0]?.bell.traceparent).toBe(traceparent);
  });

  it('does not ring before notBefore', async () => {
    const notBefore = new Date(farm.clock.now() + 60_000).toISOString();
    const waiting = await submit({ composition: aComposition(), notBefore });
    const other = await submit({ composition: aComposition() });
    await farm.untilSent(1);
    expect(farm.queues.sent.map(({ bell }) => bell.job)).toEqual([other.body.id]);
    const view = await farm.call('GET', `/v1/jobs/${waiting.body.id}`);
    expect(view.body['waiting']).toMatchObject({ reason: 'not-before', until: notBefore });
  });
});

describe('a job that cannot be rendered', () => {
  it.each([
    ['an unknown field', { composition: aComposition({ extra: 1 }) }, '/composition/extra', 'unknown_field'],
    ['an unknown field of the job', { composition: aComposition(), priority: 1 }, '/priority', 'unknown_field'],
    ['no content', {}, '', 'custom'],
    ['an unknown engine', { ...aProject(), engine: 'blender' }, '/engine', 'unknown_engine'],
    ['a project without an engine', { project: {} }, '/engine', 'unknown_engine'],
    [
      'a composition for a project engine',
      { composition: aComposition(), engine: 'scripted' },
      '/engine',
      'not_accepted',
    ],
    [
      'segments of an engine without them',
      aProject({ engine: 'ffmpeg', project: { segments: 2 } }),
      '/project/segments',
      'unsupported_capability',
    ],
    [
      'more segments than one transaction takes',
      aProject({ project: { segments: 91 } }),
      '/project/segments',
      'invalid_value',
    ],
    [
      'a missing variable',
      { composition: aComposition({ variables: { a: { type: 'string' } } }) },
      '/variables/a',
      'variable_missing',
    ],
    [
      'a bad output',
      { composition: aComposition(), outputs: [{ kind: 'hologram' }] },
      '/outputs/0/kind',
      'invalid_value',
    ],
    ['variables of a project', aProject({ variables: {} }), '/variables', 'not_applicable'],
  ])('is refused for %s, with a pointer', async (_, body, pointer, code) => {
    const reply = await submit(body);
    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body).toMatchObject({ code: 'invalid_job', retryable: false, status: 422 });
    expect(reply.body.errors[0]).toMatchObject({ pointer, code });
    expect(reply.body['requestId']).toBe(reply.headers.get('x-request-id'));
  });

  it('is refused with the capability that the engine lacks', async () => {
    const reply = await submit({ composition: aComposition({ outputs: [{ kind: 'mp4', codec: 'h265' }] }) });
    expect(reply.status).toBe(422);
    expect(reply.body.code).toBe('unsupported_by_engine');
    expect(reply.body.errors[0]?.pointer).toMatch(/^\/composition\/outputs\/0/);
    expect(reply.body.errors[0]?.detail).toContain('output.mp4.h265');
  });

  it('is refused beyond 5,000 clips, and stored as it was sent when its defaults would not fit', async () => {
    const track = (clips: number) => ({
      clips: Array.from({ length: clips }, () => ({ length: 1, asset: { kind: 'color' } })),
    });
    const tooMany = await submit({ composition: { tracks: [track(5_001)] } });
    expect(tooMany.body.errors[0]).toMatchObject({ pointer: '/composition/tracks', code: 'limit_clips' });
    const composition = { tracks: [track(5_000)] };
    const reply = await submit({ composition });
    expect(reply.status).toBe(202);
    expect(await farm.ledger.getPayload(reply.body.id)).toEqual({ engine: 'reel', composition });
    const merged = await submit({
      composition: { ...composition, variables: { a: { type: 'string', default: 'x' } } },
    });
    expect(merged.body.errors[0]).toMatchObject({ pointer: '/composition', code: 'composition_too_large' });
  });

  it('is refused when its deadline has passed', async () => {
    const deadline = new Date(farm.clock.now() - 1).toISOString();
    const reply = await submit({ composition: aComposition(), deadline });
    expect(reply.body.errors[0]).toMatchObject({ pointer: '/deadline', code: 'too_early' });
  });
});

describe('the body', () => {
  const send = (body: string, headers: Record<string, string> = {}) => farm.call('POST', '/v1/jobs', { body, headers });

  it.each([
    ['{"composition": }', 16],
    ['{"a": 1', 7],
    ['nonsense', 1],
    ['', 0],
    ['{"a" "b"}', 5],
  ])('that is not JSON is refused with the position: %s', async (body, position) => {
    const reply = await send(body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({
      code: 'malformed_json',
      detail: `the body is not JSON at position ${position}`,
    });
  });

  it('of another media type is refused', async () => {
    const reply = await send('a=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(reply.status).toBe(415);
    const packed = await send('{}', { 'content-encoding': 'gzip' });
    expect(packed.status).toBe(415);
  });

  it('of more than 256 KiB is refused and the connection stays usable', async () => {
    const reply = await send(JSON.stringify({ filler: 'x'.repeat(262_144) }));
    expect(reply.status).toBe(413);
    expect(reply.body.code).toBe('body_too_large');
    expect((await submit({ composition: aComposition() })).status).toBe(202);
  });

  it('with a member that would be passed over is refused, and the error names it', async () => {
    const body = JSON.stringify({ composition: aComposition(), metadata: { order: '17' } });
    const reply = await send(body.replace('"order"', '"__proto__"'));
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'malformed_request', errors: [{ pointer: '/metadata/__proto__' }] });
  });

  it('nested a hundred thousand levels deep costs nothing and is refused', async () => {
    const reply = await send('['.repeat(100_000));
    expect(reply.status).toBe(422);
    expect(reply.body.code).toBe('limit_depth');
  });
});

describe('an idempotent submit', () => {
  const key = { 'idempotency-key': 'order-17' };

  it('is one job and one text, however often and at once it is sent', async () => {
    const body = { composition: aComposition(), metadata: { order: '17' } };
    const replies = await Promise.all(Array.from({ length: 50 }, () => submit(body, key)));
    expect(new Set(replies.map((reply) => `${reply.status} ${reply.text}`)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.get('idempotent-replayed') === null)).toHaveLength(1);
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toHaveLength(1);
  });

  it('knows the same body in another order of keys', async () => {
    const first = await submit({ composition: aComposition(), lane: 'bulk' }, key);
    const again = await submit({ lane: 'bulk', composition: aComposition() }, key);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('gets its first reply also when the same request would be refused by now', async () => {
    const body = { composition: aComposition(), deadline: new Date(farm.clock.now() + 60_000).toISOString() };
    const first = await submit(body, key);
    await farm.clock.advance(120_000);
    const again = await submit(body, key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect((await submit(body)).status).toBe(422);
  });

  it('is refused with another body', async () => {
    await submit({ composition: aComposition() }, key);
    const other = await submit({ composition: aComposition(), lane: 'bulk' }, key);
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency_key_reused');
  });

  it('is the business of one tenant', async () => {
    const first = await submit({ composition: aComposition() }, key);
    const other = await farm.call('POST', '/v1/jobs', {
      body: { composition: aComposition() },
      headers: key,
      tenant: 'globex',
    });
    expect(other.status).toBe(202);
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('does not remember a validation failure', async () => {
    expect((await submit({ composition: {} }, key)).status).toBe(422);
    expect((await submit({ composition: aComposition() }, key)).status).toBe(202);
  });

  it('needs a key of 1 to 255 characters', async () => {
    const reply = await submit({ composition: aComposition() }, { 'idempotency-key': 'x'.repeat(256) });
    expect(reply.status).toBe(400);
    expect(reply.body.code).toBe('invalid_idempotency_key');
    expect((await submit({ composition: aComposition() }, { 'idempotency-key': '' })).status).toBe(400);
  });
});

describe('while a dependency is away', () => {
  it('SQS costs latency: jobs are accepted, and the relay rings when it is back', async () => {
    farm.queues.fault = new FarmError('queue-unavailable', 'gone');
    expect((await submit({ composition: aComposition() })).status).toBe(202);
    expect((await farm.call('GET', '/readyz', { tenant: null })).status).toBe(200);
    farm.queues.fault = undefined;
    await farm.untilSent(1);
  });

  it('the ledger is a 503 that asks to come back', async () => {
    const submitFault = await startTestServer({
      wrap: (ledger) => ({
        ...bound(ledger),
        submit: () => Promise.reject(new FarmError('ledger-unavailable', 'gone')),
        ping: () => Promise.reject(new FarmError('ledger-unavailable', 'gone')),
      }),
    });
    const reply = await submitFault.call('POST', '/v1/jobs', { body: { composition: aComposition() } });
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('2');
    expect(reply.body).toMatchObject({ code: 'dependency_unavailable', retryable: true });
    expect((await submitFault.call('GET', '/readyz', { tenant: null })).status).toBe(503);
    expect((await submitFault.call('GET', '/livez', { tenant: null })).status).toBe(200);
    await submitFault.server.stop();
  });
});

/** A copy of a ledger whose methods may be replaced, whatever it is made of. */
function bound<T extends object>(ledger: T): T {
  return new Proxy({} as T, {
    get: (_, name) => {
      const value: unknown = Reflect.get(ledger, name);
      return typeof value === 'function' ? value.bind(ledger) : value;
    },
    ownKeys: () => {
      const own = new Set<string | symbol>(Reflect.ownKeys(ledger));
      for (const name of Reflect.ownKeys(Object.getPrototypeOf(ledger) as object)) own.add(name);
      return [...own];
    },
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}
