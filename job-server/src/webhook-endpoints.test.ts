import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestReceiver } from './testing/webhook-receiver.ts';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';

let server: TestServer;
let receiver: TestReceiver;
let secret = '';

beforeEach(async () => {
  receiver = await TestReceiver.start(
    () => secret,
    () => server.clock.now(),
  );
  server = await startTestServer({ fetchAllow: [receiver.origin] });
});
afterEach(async () => {
  await server.server.stop();
  await receiver.close();
});

interface Endpoint {
  id: string;
  secret: string;
  secrets: { expiresAt?: string }[];
}

async function create(body: object = {}): Promise<Endpoint> {
  const reply = await server.call('POST', '/v1/webhook-endpoints', { body: { url: receiver.url, ...body } });
  expect(reply.status).toBe(201);
  const created = reply.body as unknown as Endpoint;
  secret = created.secret;
  return created;
}

const composition = {
  canvas: { width: 64, height: 64, fps: { num: 25, den: 1 } },
  tracks: [{ clips: [{ start: 0, length: 1, asset: { kind: 'color', color: '#ff0000' } }] }],
  outputs: [{ kind: 'mp4' }],
};

async function submit(): Promise<string> {
  const reply = await server.call('POST', '/v1/jobs', { body: { composition } });
  expect([reply.status, reply.body.errors]).toEqual([202, undefined]);
  return reply.body.id;
}

async function untilHeard(count: number): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (receiver.heard.length < count) {
    if (performance.now() > giveUpAt) throw new Error(`${receiver.heard.length} heard, ${count} wanted`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

type Delivery = { id: string; state: string; event: { id: string; type: string }; isReplay?: boolean };
async function listed(id: string, query = ''): Promise<Delivery[]> {
  const reply = await server.call('GET', `/v1/webhook-endpoints/${id}/deliveries${query}`);
  return reply.body['deliveries'] as Delivery[];
}
async function untilDelivered(id: string, count: number): Promise<Delivery[]> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const found = await listed(id, '?state=delivered');
    if (found.length >= count) return found;
    if (performance.now() > giveUpAt) throw new Error(`${found.length} delivered, ${count} wanted`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a webhook endpoint', () => {
  it('hears at once what happens to jobs that are submitted after it was made, signed with the secret that it was given', async () => {
    await create();
    const id = await submit();
    await untilHeard(1);
    await server.call('POST', `/v1/jobs/${id}/cancel`);
    await untilHeard(2);
    expect(receiver.heard.map(({ type }) => type).sort()).toEqual(['job.accepted', 'job.canceled']);
    expect(receiver.rejected).toEqual([]);
  });

  it('shows its secret once', async () => {
    const { id, secret: told } = await create();
    expect(told).toMatch(/^whsec_/);
    const [one, all] = [
      await server.call('GET', `/v1/webhook-endpoints/${id}`),
      await server.call('GET', '/v1/webhook-endpoints'),
    ];
    expect(one.text + all.text).not.toContain('whsec_');
    expect(JSON.stringify(server.log.records)).not.toContain('whsec_');
  });

  it('must be an address that the farm would call', async () => {
    for (const url of ['http://169.254.169.254/latest', 'http://2130706433/', 'ftp://example.com/', 'nonsense']) {
      const reply = await server.call('POST', '/v1/webhook-endpoints', { body: { url } });
      expect([url, reply.status, reply.body.errors[0]?.pointer]).toEqual([url, 422, '/url']);
    }
  });

  it('names every wrong field', async () => {
    const body = { url: 7, events: ['job.exploded'], colour: 'red' };
    const reply = await server.call('POST', '/v1/webhook-endpoints', { body });
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map(({ pointer }) => pointer).sort()).toEqual(['/colour', '/events/0', '/url']);
  });

  it('is one of twenty at most', async () => {
    for (let n = 0; n < 20; n += 1) await create();
    const reply = await server.call('POST', '/v1/webhook-endpoints', { body: { url: receiver.url } });
    expect([reply.status, reply.body.code]).toEqual([409, 'webhook_limit']);
  });

  it('is changed, disabled and deleted', async () => {
    const { id } = await create();
    const changed = await server.call('PATCH', `/v1/webhook-endpoints/${id}`, { body: { events: ['job.failed'] } });
    expect(changed.body['events']).toEqual(['job.failed']);
    const disabled = await server.call('PATCH', `/v1/webhook-endpoints/${id}`, { body: { state: 'disabled' } });
    expect(disabled.body).toMatchObject({ state: 'disabled', disabledBecause: 'owner' });
    expect((await server.call('DELETE', `/v1/webhook-endpoints/${id}`)).status).toBe(204);
    expect((await server.call('GET', `/v1/webhook-endpoints/${id}`)).status).toBe(404);
  });

  it('of another tenant is nobody’s', async () => {
    const { id } = await create();
    const path = `/v1/webhook-endpoints/${id}`;
    const asked: [string, string, unknown?][] = [
      ['GET', path],
      ['PATCH', path, { state: 'disabled' }],
      ['DELETE', path],
      ['POST', `${path}/rotate-secret`, {}],
      ['POST', `${path}/test`],
      ['POST', `${path}/replay`, { from: '2020-01-01T00:00:00Z' }],
      ['GET', `${path}/deliveries`],
    ];
    for (const [method, where, body] of asked) {
      const reply = await server.call(method, where, { tenant: 'globex', ...(body === undefined ? {} : { body }) });
      expect([method, where, reply.status]).toEqual([method, where, 404]);
    }
    expect((await server.call('GET', '/v1/webhook-endpoints', { tenant: 'globex' })).body['endpoints']).toEqual([]);
  });
});

describe('a secret', () => {
  it('is replaced while the old one still signs', async () => {
    const { id, secret: old } = await create();
    const reply = await server.call('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, {
      body: { overlapSeconds: 60 },
    });
    const rotated = reply.body as unknown as Endpoint;
    expect(rotated.secret).not.toBe(old);
    expect(rotated.secrets).toHaveLength(2);
    await submit();
    await untilHeard(1);
    expect(receiver.rejected).toEqual([]);
    await server.clock.advance(60_000);
    secret = rotated.secret;
    await submit();
    await untilHeard(2);
    expect(receiver.rejected).toEqual([]);
  });
});

describe('a test message', () => {
  it('says what the receiver made of it', async () => {
    const { id } = await create();
    const good = await server.call('POST', `/v1/webhook-endpoints/${id}/test`);
    expect(good.body).toMatchObject({ isDelivered: true, status: 204 });
    receiver.manners = (_request, response) => void response.writeHead(503).end();
    const bad = await server.call('POST', `/v1/webhook-endpoints/${id}/test`);
    expect(bad.body).toMatchObject({ isDelivered: false, status: 503 });
    await receiver.close();
    const dead = await server.call('POST', `/v1/webhook-endpoints/${id}/test`);
    expect(dead.body).toMatchObject({ isDelivered: false, error: 'no connection: ECONNREFUSED' });
  });
});

describe('deliveries', () => {
  it('are listed with their attempts, and one is told again under the same id', async () => {
    const { id } = await create({ events: ['job.accepted'] });
    await submit();
    const [first] = await untilDelivered(id, 1);
    // Ids of one millisecond have no order.
    await server.clock.advance(1);
    const path = `/v1/webhook-endpoints/${id}/deliveries/${first?.id ?? ''}/replay`;
    expect((await server.call('POST', path)).status).toBe(202);
    await untilHeard(2);
    expect(new Set(receiver.heard.map((each) => each.id))).toEqual(new Set([first?.event.id]));
    expect((await untilDelivered(id, 2)).map(({ isReplay }) => isReplay)).toEqual([true, undefined]);
  });

  it('of a range are told again, replays left out', async () => {
    const { id } = await create({ events: ['job.accepted'] });
    const from = new Date(server.clock.now()).toISOString();
    for (let n = 0; n < 3; n += 1) await submit();
    await untilDelivered(id, 3);
    await server.clock.advance(1_000);
    const path = `/v1/webhook-endpoints/${id}/replay`;
    expect((await server.call('POST', path, { body: { from } })).body).toEqual({ replayed: 3 });
    await untilDelivered(id, 6);
    expect((await server.call('POST', path, { body: { from } })).body).toEqual({ replayed: 3 });
    expect((await server.call('POST', path, { body: { from, state: 'failed' } })).body).toEqual({ replayed: 0 });
  });

  it('are paged by a cursor that is good for this list alone', async () => {
    const { id } = await create({ events: ['job.accepted'] });
    for (let n = 0; n < 3; n += 1) await submit();
    await untilDelivered(id, 3);
    const path = `/v1/webhook-endpoints/${id}/deliveries`;
    const page = await server.call('GET', `${path}?limit=2`);
    const cursor = String(page.body['cursor']);
    const rest = await server.call('GET', `${path}?limit=2&cursor=${cursor}`);
    expect(rest.body['deliveries']).toHaveLength(1);
    expect((await server.call('GET', `${path}?state=failed&cursor=${cursor}`)).status).toBe(400);
  });
});
