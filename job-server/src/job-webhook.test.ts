import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestReceiver } from './testing/webhook-receiver.ts';
import { type TestReply, type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let server: TestServer;
let receiver: TestReceiver;
let secret = SECRET;

beforeEach(async () => {
  secret = SECRET;
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

const submit = (webhook?: object, headers: Record<string, string> = {}): Promise<TestReply> =>
  server.call('POST', '/v1/jobs', { body: { composition: aComposition(), webhook }, headers });
const own = (fields: object = {}): object => ({ url: receiver.url, secret: SECRET, ...fields });
async function accepted(webhook: object): Promise<string> {
  const reply = await submit(webhook);
  expect([reply.status, reply.body.errors]).toEqual([202, undefined]);
  return reply.body.id;
}
const cancel = (id: string): Promise<TestReply> => server.call('POST', `/v1/jobs/${id}/cancel`);

interface Delivery {
  id: string;
  state: string;
  attempts: number;
  log: object[];
  event: { type: string };
}
async function deliveries(id: string): Promise<Delivery[]> {
  return (await server.call('GET', `/v1/jobs/${id}/webhook-deliveries`)).body['deliveries'] as Delivery[];
}
/** Deliveries of the job once they are as wanted; time passes meanwhile. */
async function until(id: string, isWanted: (found: Delivery[]) => boolean): Promise<Delivery[]> {
  for (let waitedMs = 0; waitedMs < 600_000; waitedMs += 500) {
    const found = await deliveries(id);
    if (isWanted(found)) return found;
    await server.clock.advance(500);
  }
  throw new Error(`never as wanted: ${JSON.stringify(await deliveries(id))}`);
}
const allDelivered = (count: number) => (found: Delivery[]) =>
  found.length === count && found.every(({ state }) => state === 'delivered');

describe('a webhook of one job', () => {
  it('is told of that job alone, though the tenant has no endpoint', async () => {
    const id = await accepted(own());
    const other = (await submit()).body.id;
    await Promise.all([cancel(id), cancel(other)]);
    const told = await until(id, allDelivered(2));
    expect(told.map(({ event }) => event.type)).toEqual(['job.canceled', 'job.accepted']);
    expect(new Set(receiver.heard.map(({ data }) => data.job['id']))).toEqual(new Set([id]));
    expect(receiver.rejected).toEqual([]);
    expect(await deliveries(other)).toEqual([]);
  });

  it('hears what it asked for', async () => {
    const id = await accepted(own({ events: ['job.canceled'] }));
    await cancel(id);
    await until(id, allDelivered(1));
    expect(receiver.heard.map(({ type }) => type)).toEqual(['job.canceled']);
  });

  it('is told beside the endpoints of the tenant', async () => {
    await server.call('POST', '/v1/webhook-endpoints', { body: { url: `${receiver.origin}/all` } });
    const id = await accepted(own());
    await until(id, allDelivered(1));
    while (receiver.count < 2) await server.clock.advance(500);
    // Each with its own secret: this receiver knows one of them.
    expect([receiver.heard.length, receiver.rejected.length]).toEqual([1, 1]);
  });

  it('gets a secret where it has none, told in the reply, and again when the request is sent again', async () => {
    const headers = { 'idempotency-key': 'hooked' };
    const first = await submit({ url: receiver.url }, headers);
    secret = (first.body['webhook'] as { secret: string }).secret;
    expect((await submit({ url: receiver.url }, headers)).text).toBe(first.text);
    await until(first.body.id, allDelivered(1));
    expect(receiver.rejected).toEqual([]);
    const known = await submit(own());
    expect(known.body['webhook']).toBeUndefined();
    for (const path of ['', '/events', '/webhook-deliveries'])
      expect((await server.call('GET', `/v1/jobs/${known.body.id}${path}`)).text).not.toContain('whsec_');
  });

  it('is tried again by the schedule of endpoints, and told again when its owner asks', async () => {
    receiver.manners = (_, response) => void response.writeHead(receiver.count < 3 ? 500 : 204).end();
    const id = await accepted(own());
    const [told] = await until(id, allDelivered(1));
    expect(told).toMatchObject({ attempts: 3 });
    const path = `/v1/jobs/${id}/webhook-deliveries/${told?.id ?? ''}/replay`;
    const replay = await server.call('POST', path);
    expect([replay.status, replay.body['state']]).toEqual([202, 'pending']);
    await until(id, (found) => found[0]?.state === 'delivered' && found[0].log.length === 4);
    expect(new Set(receiver.heard.map(({ id: event }) => event)).size).toBe(1);
    expect((await server.call('POST', path.replace(/dlv_.{4}/, 'dlv_0000'))).status).toBe(404);
  });

  it('is given up for that event alone when it answers 410', async () => {
    receiver.manners = (_, response) => void response.writeHead(410).end();
    const id = await accepted(own());
    const found = await until(id, ([one]) => one?.state === 'failed');
    expect(found).toMatchObject([{ attempts: 1 }]);
  });

  it('opens one circuit for all jobs that name one address', async () => {
    receiver.manners = (_, response) => void response.writeHead(500).end();
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await accepted(own({ events: ['job.accepted'] })));
    while (!server.log.records.some(({ event }) => event === 'webhook.circuit-opened')) await server.clock.advance(500);
    expect(receiver.count).toBeLessThan(12);
  });

  it('goes along with a retry', async () => {
    const id = await accepted(own({ events: ['job.accepted', 'job.canceled'] }));
    await cancel(id);
    const child = (await server.call('POST', `/v1/jobs/${id}/retry`)).body.id;
    await until(child, allDelivered(1));
    expect(receiver.heard.map(({ data }) => data.job['id'])).toContain(child);
  });

  it.each([
    [{ url: 'http://169.254.169.254/latest/' }, '/webhook/url', 'webhook_address_blocked'],
    [{ url: 'mailto:me@example.com' }, '/webhook/url', 'webhook_address_invalid'],
    [{ url: 'https://hooks.example/', secret: 'whsec_short' }, '/webhook/secret', 'invalid_format'],
    [{ url: 'https://hooks.example/', events: ['job.exploded'] }, '/webhook/events/0', 'invalid_value'],
    [{ url: 'https://hooks.example/', colour: 'red' }, '/webhook/colour', 'unknown_field'],
  ])('is refused where it is wrong: %j', async (webhook, pointer, code) => {
    const reply = await submit(webhook);
    expect([reply.status, reply.body.errors.map((item) => [item.pointer, item.code])]).toEqual([
      422,
      [[pointer, code]],
    ]);
    const dry = await server.call('POST', '/v1/jobs:validate', { body: { composition: aComposition(), webhook } });
    expect(dry.status).toBe(422);
  });
});
