import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KEY_SCOPES } from '@reelyard/contracts';
import { mayDo } from './http/authenticate.ts';
import { endpoints } from './http/endpoints.ts';
import { nameOf } from './http/operation.ts';
import { type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(async () => {
  await farm.server.stop();
});

const make = async (body: object) => farm.call('POST', '/v1/keys', { body });
const look = (key: string) => farm.call('GET', '/v1/jobs', { key });

describe('keys', () => {
  it('are made by an admin, shown once, and work', async () => {
    const made = await make({ name: 'shop', scope: 'read' });
    expect([made.status, made.body]).toMatchObject([201, { name: 'shop', scope: 'read', mode: 'live' }]);
    const key = String(made.body['key']);
    expect((await look(key)).status).toBe(200);
    const listed = await farm.call('GET', '/v1/keys');
    expect(listed.body['keys']).toContainEqual(expect.objectContaining({ id: made.body.id, name: 'shop' }));
    expect(listed.text).not.toContain(key.split('_').at(-1));
  });

  it('may render and are live unless told', async () => {
    expect((await make({ name: 'shop' })).body).toMatchObject({ scope: 'render', mode: 'live' });
  });

  it('that were revoked are refused at once by the server that was told, and stay listed', async () => {
    const made = await make({ name: 'shop' });
    const key = String(made.body['key']);
    expect((await look(key)).status).toBe(200);
    const revoked = await farm.call('DELETE', `/v1/keys/${made.body.id}`);
    expect(revoked.body['revokedAt']).toBe(new Date(farm.clock.now()).toISOString());
    expect((await look(key)).status).toBe(401);
    await farm.clock.advance(5);
    const again = await farm.call('DELETE', `/v1/keys/${made.body.id}`);
    expect(again.body['revokedAt']).toBe(revoked.body['revokedAt']);
    expect((await farm.call('GET', '/v1/keys')).text).toContain(made.body.id);
  });

  it('that were revoked elsewhere end within a minute', async () => {
    const made = await make({ name: 'shop' });
    const key = String(made.body['key']);
    await look(key);
    const row = await farm.ledger.findKey('acme', made.body.id);
    await farm.ledger.putKey({ ...row, revokedAt: 1 } as NonNullable<typeof row>);
    await farm.clock.advance(60_001);
    expect((await look(key)).status).toBe(401);
  });

  it('are renamed and limited anew, at once on the server that was told, and keep their secret', async () => {
    const made = await make({ name: 'shop', limits: { requestsPerMinute: 60, jobsPerDay: 9 } });
    const key = String(made.body['key']);
    await look(key);
    const change = (body: object) => farm.call('PATCH', `/v1/keys/${made.body.id}`, { body });
    const changed = await change({ name: 'store', limits: { requestsPerMinute: 1 } });
    expect([changed.status, changed.body]).toMatchObject([200, { name: 'store', limits: { requestsPerMinute: 1 } }]);
    expect(changed.body['limits']).not.toHaveProperty('jobsPerDay');
    expect((await look(key)).headers.get('ratelimit-policy')).toBe('"requests";q=1;w=60');
    expect((await look(key)).status).toBe(429);
    expect((await change({ limits: null })).body).not.toHaveProperty('limits');
    expect((await look(key)).status).toBe(200);
    expect((await change({})).body['name']).toBe('store');
  });

  it('are not changed when they are revoked, of somebody else, or by what is no change', async () => {
    const { id } = (await make({ name: 'shop' })).body;
    const change = (body: object, of = {}) => farm.call('PATCH', `/v1/keys/${id}`, { body, ...of });
    const wrong = await change({ limits: { concurrentJobs: 0 }, scope: 'admin' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid_key']);
    expect(wrong.body.errors).toMatchObject([
      { pointer: '/limits/concurrentJobs', code: 'invalid_value' },
      { pointer: '/scope', code: 'unknown_field' },
    ]);
    expect((await change({ name: 'mine' }, { tenant: 'globex' })).status).toBe(404);
    await farm.call('DELETE', `/v1/keys/${id}`);
    const late = await change({ name: 'late' });
    expect([late.status, late.body.code]).toEqual([409, 'key_revoked']);
    expect((await farm.ledger.findKey('acme', id))?.name).toBe('shop');
  });

  it('of tests mark their jobs, and the children of these', async () => {
    const key = String((await make({ name: 'try', mode: 'test' })).body['key']);
    const job = await farm.call('POST', '/v1/jobs', { body: { composition: aComposition() }, key });
    expect((await farm.call('GET', `/v1/jobs/${job.body.id}`)).body).toMatchObject({ mode: 'test' });
    const live = await farm.call('POST', '/v1/jobs', { body: { composition: aComposition() } });
    expect((await farm.call('GET', `/v1/jobs/${live.body.id}`)).body['mode']).toBeUndefined();
  });

  it('from before there were scopes may render, and manage nothing', async () => {
    const row = await farm.ledger.findKey('acme', 'k1');
    const { tenant, hash, name, createdAt } = row as NonNullable<typeof row>;
    await farm.ledger.putKey({ tenant, hash, name, createdAt, id: 'old' });
    const key = 'ryk_acme_old_0123456789abcdef';
    expect((await farm.call('POST', '/v1/jobs', { body: { composition: aComposition() }, key })).status).toBe(202);
    expect((await farm.call('GET', '/v1/keys', { key })).status).toBe(403);
  });

  it.each([
    [{}, '/name', 'invalid_type'],
    [{ name: '' }, '/name', 'invalid_value'],
    [{ name: 'a', scope: 'root' }, '/scope', 'invalid_value'],
    [{ name: 'a', more: 1 }, '/more', 'unknown_field'],
    [[], '', 'invalid_type'],
  ])('are not made from %j', async (body, pointer, code) => {
    const reply = await make(body);
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_key']);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });
});

const guarded = endpoints.map(({ operation }) => operation).filter(({ access }) => access !== 'open');
const cases = guarded.flatMap((operation) => KEY_SCOPES.map((scope) => [scope, nameOf(operation), operation] as const));

describe('the scope of a key', () => {
  it.each(cases)('%s is asked for %s as it is declared', async (scope, _, { method, path, access }) => {
    const address = path.replaceAll(/\{\w+\}/g, 'nothing');
    const reply = await farm.call(method.toUpperCase(), address, { scope });
    if (access !== 'open' && mayDo(scope, access)) expect(reply.body.code).not.toBe('forbidden');
    else expect([reply.status, reply.body.code]).toEqual([403, 'forbidden']);
  });
});
