import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, type WebhookEndpoint } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { AddressGuard, createLogger, ManualClock, newId } from '@reelyard/runtime';
import { createReceiver } from '../adapters/webhook-receiver.ts';
import { fakeStorage } from '../testing/fakes.ts';
import { createUnderWay } from '../testing/under-way.ts';
import { TestReceiver } from '../testing/webhook-receiver.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEWER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const HOUR = 3_600_000;

const calls = createUnderWay();
let clock: ManualClock;
let ledger: Ledger;
let receiver: TestReceiver;
let dispatcher: Dispatcher;
let isStopped: boolean;
let secret: string;
let metrics: string[];
let log: Record<string, unknown>[];

beforeEach(async () => {
  clock = new ManualClock(undefined, calls.rest);
  ledger = createMemoryLedger();
  secret = SECRET;
  metrics = [];
  log = [];
  receiver = await TestReceiver.start(
    () => secret,
    () => clock.now(),
  );
  start([receiver.origin]);
});
afterEach(async () => {
  await stop();
  await receiver.close();
});

function start(allow: string[], totalMs = 15_000): void {
  isStopped = false;
  const destination = { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) };
  const { post } = createReceiver({ guard: new AddressGuard({ allow }), clock }, { resolveMs: 5_000, totalMs });
  dispatcher = startDispatcher(
    {
      ...{ ledger, clock, newId, random: () => 0.5, storage: fakeStorage() },
      receiver: { post: calls.watch(post) },
      meter: { count: (name) => void metrics.push(name), time: (name) => void metrics.push(name) },
      log: createLogger({ service: 'job-server', destination }),
    },
    { dispatchMs: 2_000 },
  );
}

async function stop(): Promise<void> {
  if (!isStopped) await dispatcher.stop();
  isStopped = true;
}

const anEndpoint = (override: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  ...{ tenant: 'acme', id: 'whk_1', url: receiver.url, state: 'enabled' },
  ...{ events: ['job.accepted', 'job.started', 'job.succeeded', 'job.failed', 'job.canceled'] },
  ...{ secrets: [{ secret: SECRET, createdAt: clock.now() }] },
  ...{ createdAt: clock.now(), updatedAt: clock.now(), version: 1 },
  ...override,
});

async function submit(): Promise<{ tenant: string; job: string }> {
  const job = newId('job', clock.now());
  await ledger.submit(
    {
      ...{
        tenant: 'acme',
        id: job,
        lane: 'standard',
        payload: { engine: 'reel' },
        told: EVENT_TYPES,
        minAgentVersion: 1,
      },
      ...{ notBefore: clock.now(), deadlineAt: clock.now() + 100 * HOUR, metadata: { order: '7' } },
      tasks: [{ kind: 'render', features: { engine: 'reel', frames: 1, pixels: 1 } }],
    },
    clock.now(),
  );
  dispatcher.wake();
  return { tenant: 'acme', job };
}

async function succeed({ tenant, job }: { tenant: string; job: string }): Promise<void> {
  const claimed = await ledger.claim({ tenant, job, n: 0 }, { owner: 'i-1/1', agentVersion: 1 }, clock.now());
  if (claimed.kind !== 'claimed') throw new Error(claimed.because);
  const media = { width: 2, height: 2, frames: 1, durationSeconds: 1 };
  const artifact = { name: 'video', key: 'k.mp4', contentType: 'video/mp4', bytes: 9, sha256: 'ab', media };
  await ledger.complete(claimed.lease, [artifact], clock.now());
  dispatcher.wake();
}

/** Real sockets need real time; the farm's own time stands still meanwhile. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`gave up waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
const attempts = (count: number) =>
  until(`${count} attempts are made`, () => log.filter(({ event }) => event === 'webhook.attempted').length >= count);
const deliveries = async () => (await ledger.listDeliveries({ endpoint: 'whk_1', limit: 100 })).items;

describe('a webhook', () => {
  it('tells every turn of a job, verified by the official library, with the video at the end', async () => {
    await ledger.createEndpoint(anEndpoint());
    const job = await submit();
    await attempts(1);
    await succeed(job);
    await attempts(3);
    expect(receiver.rejected).toEqual([]);
    const told = [...receiver.heard].sort((a, b) => a.data.seq - b.data.seq);
    expect(told.map(({ type }) => type)).toEqual(['job.accepted', 'job.started', 'job.succeeded']);
    expect(told[2]?.data.job).toMatchObject({
      ...{ id: job.job, state: 'succeeded', metadata: { order: '7' } },
      artifacts: [{ name: 'video', url: 'https://artifacts.example/k.mp4?expires=3600' }],
    });
    expect(told[0]?.data.job).not.toHaveProperty('artifacts');
    await until('all are delivered', async () => (await deliveries()).every(({ state }) => state === 'delivered'));
    expect(metrics).toEqual(expect.arrayContaining(['webhook.delivered', 'webhook.lag']));
  });

  it('tells an endpoint only what it listens to', async () => {
    await ledger.createEndpoint(anEndpoint({ events: ['job.succeeded'] }));
    await succeed(await submit());
    await attempts(1);
    await until('no event is left', async () => (await ledger.findDueEvents(clock.now(), 10)).length === 0);
    expect(receiver.heard.map(({ type }) => type)).toEqual(['job.succeeded']);
  });

  it('signs with the old and the new secret while one replaces the other, and with the new one alone after', async () => {
    const secrets = [
      { secret: NEWER, createdAt: clock.now() },
      { secret: SECRET, createdAt: 0, expiresAt: clock.now() + HOUR },
    ];
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'], secrets }));
    await submit();
    await attempts(1);
    secret = NEWER;
    await submit();
    await attempts(2);
    expect(receiver.heard).toHaveLength(2);
    await clock.advance(HOUR);
    await submit();
    await attempts(3);
    expect(receiver.heard).toHaveLength(3);
    secret = SECRET;
    await submit();
    await attempts(4);
    expect(receiver.rejected).toEqual(['No matching signature found']);
  });
});

describe('a receiver that does not answer well', () => {
  it('is asked again by the schedule, and hears the same id each time', async () => {
    receiver.manners = (_request, response) => void response.writeHead(500).end('secret of the receiver');
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await attempts(1);
    await until('the next is planned', async () => (await deliveries())[0]?.attempts === 1);
    expect((await deliveries())[0]?.nextAt).toBe(clock.now() + 5_000);
    await clock.advance(7_500);
    await attempts(2);
    receiver.manners = (_request, response) => void response.writeHead(200).end();
    await clock.advance(310_000);
    await attempts(3);
    await until('it is delivered', async () => (await deliveries())[0]?.state === 'delivered');
    expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(1);
    expect((await deliveries())[0]?.log.map(({ status, error }) => [status, error])).toEqual([
      [500, 'answered 500; 200 to 299 is expected'],
      [500, 'answered 500; 200 to 299 is expected'],
      [200, undefined],
    ]);
    expect(JSON.stringify(log)).not.toContain('secret of the receiver');
    expect(metrics.filter((name) => name === 'webhook.failed')).toHaveLength(2);
  });

  it('is not asked sooner than its Retry-After says', async () => {
    receiver.manners = (_request, response) => void response.writeHead(429, { 'retry-after': '90' }).end();
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await attempts(1);
    await until('the next is planned', async () => (await deliveries())[0]?.attempts === 1);
    expect((await deliveries())[0]?.nextAt).toBe(clock.now() + 90_000);
  });

  it('and says that it is gone is disabled', async () => {
    receiver.manners = (_request, response) => void response.writeHead(410).end();
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await until('it is disabled', async () => (await ledger.findEndpoint('acme', 'whk_1'))?.state === 'disabled');
    expect(await ledger.findEndpoint('acme', 'whk_1')).toMatchObject({ disabledBecause: 'gone' });
    expect((await deliveries())[0]).toMatchObject({ state: 'failed', attempts: 1 });
  });

  it('and redirects is not followed', async () => {
    const elsewhere = await TestReceiver.start(
      () => SECRET,
      () => clock.now(),
    );
    receiver.manners = (_request, response) => void response.writeHead(307, { location: elsewhere.url }).end();
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await attempts(1);
    await until('it is noted', async () => (await deliveries())[0]?.attempts === 1);
    expect((await deliveries())[0]?.log[0]?.error).toBe('answered 307: redirects are not followed');
    expect(elsewhere.count).toBe(0);
    await elsewhere.close();
  });

  it('and answers without end costs neither time nor memory: its head is enough', async () => {
    receiver.manners = (_request, response) => {
      response.writeHead(200);
      const flood = setInterval(() => void response.write(Buffer.alloc(65_536)), 1);
      response.on('close', () => clearInterval(flood));
    };
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await until('it is delivered', async () => (await deliveries())[0]?.state === 'delivered');
  });

  it('and never answers is given up on in time', async () => {
    await stop();
    start([receiver.origin], 50);
    receiver.manners = () => undefined;
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await attempts(1);
    await until('it is noted', async () => (await deliveries())[0]?.attempts === 1);
    expect((await deliveries())[0]?.log[0]).toMatchObject({ error: 'no answer within 0.05 s' });
  });

  it('and lies inside is never called', async () => {
    await stop();
    start([]);
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await attempts(1);
    await until('it is noted', async () => (await deliveries())[0]?.attempts === 1);
    expect((await deliveries())[0]?.log[0]?.error).toMatch(/^the address /);
    expect(receiver.count).toBe(0);
  });

  it('and was dead for a day hears everything after it', async () => {
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    let isDead = true;
    receiver.manners = (request, response) => {
      if (isDead) request.socket.destroy();
      else response.writeHead(204).end();
    };
    for (let n = 0; n < 12; n += 1) await submit();
    await attempts(4);
    for (let minutes = 0; minutes < 24 * 60; minutes += 10) {
      await clock.advance(600_000);
      if (minutes === 12 * 60) await submit();
    }
    const tried = receiver.count;
    isDead = false;
    receiver.heard.length = 0;
    for (let hours = 0; hours < 52 && (await deliveries()).some(({ state }) => state === 'pending'); hours += 1) {
      await clock.advance(HOUR);
    }
    expect((await deliveries()).map(({ state }) => state)).toEqual(Array(13).fill('delivered'));
    expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(13);
    // The breaker: not thirteen times the schedule's seven attempts of a day.
    expect(tried).toBeLessThan(13 * 7 + 144);
  });
});

describe('a dispatcher that dies', () => {
  it('leaves its deliveries to the next, under the same id', async () => {
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await stop();
    await submit();
    const [event] = await ledger.findDueEvents(clock.now(), 10);
    expect(event).toBeDefined();
    start([receiver.origin]);
    await until('it is delivered', async () => (await deliveries())[0]?.state === 'delivered');
    expect(receiver.heard).toHaveLength(1);
  });
});

describe('an endpoint that its owner disabled', () => {
  it('hears nothing, and what waited for it once it is enabled again', async () => {
    receiver.manners = (_request, response) => void response.writeHead(500).end();
    await ledger.createEndpoint(anEndpoint({ events: ['job.accepted'] }));
    await submit();
    await attempts(1);
    const before = await ledger.findEndpoint('acme', 'whk_1');
    if (!before) throw new Error('no endpoint');
    await ledger.updateEndpoint(before, { ...before, state: 'disabled', updatedAt: clock.now() });
    await clock.advance(HOUR);
    expect(receiver.count).toBe(1);
    receiver.manners = (_request, response) => void response.writeHead(204).end();
    const disabled = await ledger.findEndpoint('acme', 'whk_1');
    if (!disabled) throw new Error('no endpoint');
    await ledger.updateEndpoint(disabled, { ...disabled, state: 'enabled', updatedAt: clock.now() + 1 });
    await clock.advance(HOUR);
    await until('it is delivered', async () => (await deliveries())[0]?.state === 'delivered');
  });
});
