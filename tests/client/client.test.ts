import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient, isProblem, verifyWebhook } from '@reelyard/client';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createActingAgent, type ActingAgent } from '../support/acting-agent.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

interface Hook {
  readonly body: string;
  readonly headers: Record<string, string | string[] | undefined>;
}
const hooks: Hook[] = [];
const receiver = createServer((request, response) => {
  if (request.url === '/slow.txt') return void receiver.once('let go', () => response.end('it took a while'));
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    hooks.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
    response.end();
    receiver.emit('hook');
  });
});

let server: ApiServer;
let farm: Client;
let agent: ActingAgent;
let origin: string;
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  server = await startApiServer({ env: { FETCH_ALLOW: origin, DISPATCH_MS: '100' } });
  farm = createClient({ url: server.url, key: server.key('acme', 'admin') });
  agent = createActingAgent(server.ledger);
});
afterAll(async () => {
  await server.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const composition = { tracks: [{ clips: [{ length: 1, asset: { kind: 'color', color: '#102030' } }] }] } as const;

/** The file that is being fetched ends, as soon as it was asked for. */
async function letGo(): Promise<void> {
  while (!receiver.emit('let go')) await wait(50);
}

async function render(id: string): Promise<void> {
  const lease = await agent.claim('acme', id);
  if (!lease) throw new Error('the ledger refused the claim');
  await agent.beat(lease, 1, 0.5);
  await agent.complete(lease);
}

describe('the client and a job server', () => {
  it('submits, follows and gets the result of a job', async () => {
    const job = await farm.submitJob({ body: { composition, lane: 'express', metadata: { order: '7' } } });
    const told: string[] = [];
    let rendered: Promise<void> | undefined;
    for await (const news of farm.events(job)) {
      if (news.kind === 'event') told.push(news.event.type);
      else await (rendered ??= render(job.id));
    }
    expect([told[0], told.at(-1)]).toEqual(['job.accepted', 'job.succeeded']);
    const done = await farm.waitFor(job);
    expect(done).toMatchObject({ id: job.id, state: 'succeeded', percent: 100, metadata: { order: '7' } });
    expect(done.artifacts?.[0]?.url).toMatch(/^http/);
  });

  it('waits by long poll and hears of the end within seconds', async () => {
    const job = await farm.submitJob({ body: { composition } });
    const [ended] = await Promise.all([farm.waitFor(job), farm.cancelJob({ path: { id: job.id } })]);
    expect(ended.state).toBe('canceled');
  });

  it('waits for an asset by address, which may be named once it is there', async () => {
    const asset = await farm.createAsset({ body: { url: `${origin}/slow.txt` } });
    const seen = await farm.getAsset({ path: { id: asset.id } });
    const [fetched] = await Promise.all([farm.waitForAsset(asset), letGo()]);
    expect([seen.state, fetched.state, fetched.bytes]).toEqual(['ingesting', 'ready', 15]);
  });

  it('throws what the farm refuses, typed', async () => {
    const refused = await farm
      .submitJob({ body: { composition: { tracks: [] } as never } })
      .catch((error: unknown) => error);
    expect(isProblem(refused, 'invalid_job') && refused.errors.map(({ pointer }) => pointer)).toEqual([
      '/composition/tracks',
    ]);
    const foreign = createClient({ url: server.url, key: server.key('globex', 'read') });
    await expect(foreign.createKey({ body: { name: 'x' } })).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('goes through all pages', async () => {
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await farm.listJobs({ query: { limit: 1, ...(cursor === undefined ? {} : { cursor }) } });
      for (const { id } of page.jobs) seen.add(id);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen.size).toBeGreaterThanOrEqual(2);
  });

  it('believes a webhook of the farm', async () => {
    const { secret } = await farm.createWebhookEndpoint({ body: { url: `${origin}/hook`, events: ['job.canceled'] } });
    const job = await farm.submitJob({ body: { composition } });
    const arrived = once(receiver, 'hook');
    await farm.cancelJob({ path: { id: job.id } });
    await arrived;
    const [hook] = hooks;
    if (!hook) throw new Error('no webhook');
    expect(verifyWebhook({ secret, ...hook })).toMatchObject({ type: 'job.canceled', data: { job: { id: job.id } } });
  });
});

describe('a server that is killed in mid submit', () => {
  /** Runs between the first attempt's request and its answer; the answer is lost. */
  const interrupted = (meanwhile: (answer: Promise<Response>) => Promise<void>): Client => {
    let isFirst = true;
    const lossy: typeof fetch = async (...request) => {
      const answer = fetch(...request);
      if (!isFirst) return answer;
      isFirst = false;
      answer.catch(() => undefined);
      await meanwhile(answer);
      await server.restart();
      throw new Error('the connection broke');
    };
    return createClient({
      url: server.url,
      key: server.key('acme', 'render'),
      fetch: lossy,
      sleep: async () => undefined,
    });
  };
  const jobsOf = async (order: string): Promise<string[]> =>
    (await farm.listJobs({ query: { metadata: `order:${order}` } })).jobs.map(({ id }) => id);

  it.each([
    ['before it has read the request', async () => server.kill()],
    [
      'after the job was kept, and before its answer arrived',
      async (answer: Promise<Response>) => {
        await answer;
        await server.kill();
      },
    ],
  ])('has one job in the end: killed %s', async (order, meanwhile) => {
    const metadata = { order: order.slice(0, 12) };
    const job = await interrupted(meanwhile).submitJob({ body: { composition, metadata } });
    expect(await jobsOf(metadata.order)).toEqual([job.id]);
  });

  it('leaves a reader of events with every event once', async () => {
    const job = await farm.submitJob({ body: { composition } });
    const told: number[] = [];
    for await (const news of farm.events(job)) {
      if (news.kind === 'event') told.push(news.event.seq);
      if (told.length !== 1 || news.kind !== 'progress') continue;
      await server.kill();
      await server.restart();
      await render(job.id);
    }
    expect(told).toEqual(told.map((_, n) => n + 1));
    expect(told.length).toBeGreaterThanOrEqual(2);
  });
});

describe('the example', () => {
  it('renders what it says', async () => {
    const file = fileURLToPath(new URL('../../examples/use-the-client.ts', import.meta.url));
    const env = {
      PATH: process.env['PATH'] ?? '',
      REELYARD_URL: server.url,
      REELYARD_KEY: server.key('acme', 'render'),
    };
    const before = new Set((await farm.listJobs({ query: { limit: 100 } })).jobs.map(({ id }) => id));
    const ended = new Promise<string>((resolve, reject) => {
      execFile(process.execPath, ['--disable-warning=ExperimentalWarning', file], { env }, (error, stdout, stderr) =>
        error ? reject(new Error(stderr)) : resolve(stdout),
      );
    });
    const submitted = async (): Promise<string> => {
      for (;;) {
        const { jobs } = await farm.listJobs({ query: { limit: 100, state: ['queued'] } });
        const fresh = jobs.find(({ id }) => !before.has(id));
        if (fresh) return fresh.id;
      }
    };
    await render(await submitted());
    const lines = (await ended).trim().split('\n');
    expect([lines[0], lines.at(-1)?.split(' ')[0]]).toEqual(['job.accepted', 'succeeded']);
  });
});
