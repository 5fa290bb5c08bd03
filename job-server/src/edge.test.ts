import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeAll(async () => {
  farm = await startTestServer({ fetchAllow: ['http://127.0.0.1:9000'] });
});
afterAll(async () => {
  await farm.server.stop();
});

describe('the edge', () => {
  it.each([
    ['no key', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['a wrong secret', { authorization: 'Bearer ryk_acme_k1_ffffffffffffffff' }],
    ['an unknown id', { authorization: 'Bearer ryk_acme_k9_0123456789abcdef' }],
    ['the id of another tenant', { authorization: 'Bearer ryk_initech_k1_0123456789abcdef' }],
  ])('refuses %s with 401', async (_, headers) => {
    const reply = await farm.call('GET', '/v1/jobs', { tenant: null, headers });
    expect([reply.status, reply.body.code]).toEqual([401, 'unauthorized']);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('takes the key from x-api-key as well', async () => {
    const headers = { 'x-api-key': 'ryk_acme_k1_0123456789abcdef' };
    expect((await farm.call('GET', '/v1/jobs', { tenant: null, headers })).status).toBe(200);
  });

  it('says 404 for a path that is not there and 405 with Allow for a method', async () => {
    expect((await farm.call('GET', '/v2/jobs')).body).toMatchObject({ status: 404, code: 'not_found' });
    const reply = await farm.call('DELETE', '/v1/jobs');
    expect(reply.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(reply.headers.get('allow')).toBe('POST, GET, HEAD');
    expect((await farm.call('GET', '/v1/jobs/%E0%A4%A')).body).toMatchObject({
      status: 400,
      code: 'malformed_request',
    });
  });

  it('echoes a request id and makes one otherwise', async () => {
    const headers = { 'x-request-id': 'abc-1' };
    expect((await farm.call('GET', '/livez', { headers })).headers.get('x-request-id')).toBe('abc-1');
    expect((await farm.call('GET', '/livez')).headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('fetches from a private origin that is allowed by name', async () => {
    const track = { clips: [{ length: 1, asset: { kind: 'image', src: 'http://127.0.0.1:9000/a.jpg' } }] };
    const reply = await farm.call('POST', '/v1/jobs', { body: { composition: aComposition({ tracks: [track] }) } });
    expect(reply.status).toBe(202);
  });

  it('logs each request without keys, queries or bodies', async () => {
    const canary = 'canary7f3a';
    await farm.call('GET', `/v1/jobs?state=${canary}`);
    await farm.call('POST', '/v1/jobs', { body: { composition: aComposition(), metadata: { note: canary } } });
    const records = farm.log.records.filter((entry) => entry['event'] === 'request.completed');
    expect(records.at(-1)).toMatchObject({
      route: 'POST /v1/jobs',
      status: 202,
      tenantId: 'acme',
      service: 'job-server',
    });
    const text = JSON.stringify(farm.log.records);
    expect(text).not.toContain(canary);
    expect(text).not.toContain('0123456789abcdef');
  });

  it('answers any JSON body with an answer of its own, never with a 5xx', async () => {
    const content = fc.oneof(
      fc.json({ maxDepth: 6 }).map((text): unknown => JSON.parse(text)),
      fc.constant(aComposition()),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          ...{
            composition: content,
            project: content,
            engine: fc.constantFrom('reel', 'scripted', 'ffmpeg', '__proto__'),
          },
          ...{ lane: fc.constantFrom('bulk', 'x'), variables: fc.jsonValue(), outputs: fc.jsonValue() },
          ...{
            metadata: fc.dictionary(fc.string(), fc.string()),
            notBefore: fc.string(),
            deadline: fc.date().map(String),
          },
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.option(fc.string({ unit: 'grapheme-ascii', minLength: 1 })), async (value, key) => {
        const headers = key === null ? {} : { 'idempotency-key': key };
        const reply = await farm.call('POST', '/v1/jobs', { body: JSON.stringify(value), headers });
        expect([202, 400, 422]).toContain(reply.status);
        if (reply.status !== 202) expect(reply.body.code).toBeTruthy();
      }),
      { numRuns: 300 },
    );
  });

  it('answers any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const reply = await farm.call('POST', '/v1/jobs', { body: text });
        expect([400, 422]).toContain(reply.status);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a server that is told to end', () => {
  it('says so to the load balancer while it still accepts', async () => {
    const leaving = await startTestServer({ drainMs: 5_000 });
    const stopped = leaving.server.stop();
    const ready = await leaving.call('GET', '/readyz');
    expect([ready.status, ready.body.code]).toEqual([503, 'draining']);
    expect((await leaving.call('POST', '/v1/jobs', { body: { composition: aComposition() } })).status).toBe(202);
    await leaving.clock.advance(5_000);
    await stopped;
    await expect(fetch(`${leaving.url}/livez`)).rejects.toThrow();
  });

  it('does not wait for a client that has connected and says nothing', async () => {
    const leaving = await startTestServer();
    const silent = connect(leaving.server.port, '127.0.0.1');
    await once(silent, 'connect');
    // A request behind it: the server has seen the connection.
    await leaving.call('GET', '/livez');
    await leaving.server.stop();
    await once(silent, 'close');
  });

  it('finishes its doorbells and closes', async () => {
    const leaving = await startTestServer();
    await leaving.call('POST', '/v1/jobs', { body: { composition: aComposition() } });
    await leaving.server.stop();
    expect(leaving.queues.sent).toHaveLength(1);
    expect(await leaving.ledger.findDueEmits(leaving.clock.now(), 10)).toEqual([]);
    expect(leaving.log.records.map((entry) => entry['event']).slice(-2)).toEqual(['server.draining', 'server.drained']);
    await expect(fetch(`${leaving.url}/livez`)).rejects.toThrow();
  });
});
