import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endpoints } from './http/endpoints.ts';
import { nameOf, namesOf } from './http/operation.ts';
import { type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeAll(async () => {
  farm = await startTestServer();
});
afterAll(async () => {
  await farm.server.stop();
});

const made = async (path: string, body: object): Promise<string> =>
  (await farm.call('POST', path, { body, tenant: 'globex' })).body.id;

const aTemplate = { name: 'theirs', composition: aComposition() };

/** How globex comes by a thing of its own, by the path that begins so. A path with an id that is not here fails its test. */
const things: readonly (readonly [string, () => Promise<string>])[] = [
  ['/v1/jobs/{id}', () => made('/v1/jobs', { composition: aComposition() })],
  ['/v1/assets/{id}', () => made('/v1/assets', { name: 'a.png', contentType: 'image/png' })],
  ['/v1/keys/{id}', () => made('/v1/keys', { name: 'theirs' })],
  ['/v1/batches/{id}', () => made('/v1/batches', { rows: [{ composition: aComposition() }] })],
  ['/v1/templates/{id}', () => made('/v1/templates', aTemplate)],
  ['/v1/webhook-endpoints/{id}', () => made('/v1/webhook-endpoints', { url: 'https://hooks.example/x' })],
];

/** What is needed to get as far as the look-up. */
const bodies: Readonly<Record<string, object>> = {
  '/v1/templates/{id}': aTemplate,
  '/v1/webhook-endpoints/{id}/replay': { from: '2026-01-01T00:00:00Z' },
};

const named = endpoints.map(({ operation }) => operation).filter(({ params }) => params !== undefined);

describe('what belongs to another tenant', () => {
  it.each(named.map((operation) => [nameOf(operation), operation] as const))(
    'is not there: %s',
    async (name, { method, path }) => {
      const thing = things.find(([prefix]) => path.startsWith(prefix));
      if (!thing) throw new Error(`tell this test how a tenant comes by the id of ${name}`);
      const address = path.replace(/\{\w+\}/, await thing[1]()).replaceAll(/\{\w+\}/g, 'x');
      const body = ['post', 'put', 'patch'].includes(method) ? { body: bodies[path] ?? {} } : {};
      const foreign = await farm.call(method.toUpperCase(), address, { ...body, tenant: 'acme' });
      expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found']);
      if (namesOf(path).length > 1) return;
      const own = await farm.call(method.toUpperCase(), address, { ...body, tenant: 'globex' });
      expect(own.body.code).not.toBe('not_found');
    },
  );
});
