import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import {
  ApiError,
  type Client,
  type ClientOptions,
  ConnectionError,
  WaitTimeout,
  WebhookVerificationError,
  createClient,
  isProblem,
  verifyWebhook,
} from './index.ts';

interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (response: ServerResponse, heard: Heard) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A farm that answers by script, one answer a request; the last one stays. Its client never really pauses. */
async function aFarm(answers: readonly Answer[], options: Partial<ClientOptions> = {}) {
  const heard: Heard[] = [];
  const pauses: number[] = [];
  const listening = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const what = { method, url, headers, body: Buffer.concat(chunks).toString() };
      heard.push(what);
      (answers[heard.length - 1] ?? answers.at(-1))?.(response, what);
    });
  });
  servers.push(listening);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const sleep = async (ms: number): Promise<void> => {
    pauses.push(ms);
  };
  const client: Client = createClient({ url, key: 'ryk_acme_k1_0', sleep, random: () => 1, ...options });
  return { client, heard, pauses };
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(body));
const problem =
  (status: number, code: string, headers: Record<string, string> = {}, retryable = status >= 429): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(
      JSON.stringify({
        type: 'about:blank',
        title: 'T',
        status,
        code,
        detail: 'because',
        retryable,
        requestId: 'req_1',
        errors: [{ pointer: '/lane', code: 'invalid_value', detail: 'must be' }],
      }),
    );
const hangUp: Answer = (response) => void response.destroy();
const id = 'job_01ARZ3NDEKTSV4RRFFQ69G5FAV';
const body = { composition: { tracks: [{ clips: [] }] } };

describe('a call', () => {
  it('sends what the document says and gives what came', async () => {
    const { client, heard } = await aFarm([
      json(202, { id, state: 'queued' }),
      json(200, { jobs: [] }),
      (response) => void response.writeHead(204).end(),
    ]);
    expect(await client.submitJob({ body })).toMatchObject({ id });
    await client.listJobs({ query: { state: ['queued', 'failed'], limit: 5 } });
    expect(await client.deleteTemplate({ path: { id: 'tpl_x/y' } })).toBeUndefined();
    expect(heard.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v1/jobs',
      'GET /v1/jobs?state=queued%2Cfailed&limit=5',
      'DELETE /v1/templates/tpl_x%2Fy',
    ]);
    expect(heard[0]).toMatchObject({
      body: JSON.stringify(body),
      headers: { authorization: 'Bearer ryk_acme_k1_0', 'content-type': 'application/json' },
    });
  });

  it('is a typed error when it is refused, with everything that the problem document says', async () => {
    const { client } = await aFarm([problem(422, 'invalid_job')]);
    const error: unknown = await client.submitJob({ body }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 422,
      code: 'invalid_job',
      retryable: false,
      requestId: 'req_1',
      errors: [{ pointer: '/lane' }],
    });
    expect(isProblem(error, 'invalid_job')).toBe(true);
  });

  it('refuses a part of a path that would make it another path', async () => {
    const { client, heard } = await aFarm([json(200, {})]);
    for (const wrong of ['', '..', '.'])
      await expect(client.getJob({ path: { id: wrong } })).rejects.toThrow(TypeError);
    expect(heard).toEqual([]);
  });

  it('names an address or a key that cannot work', () => {
    expect(() => createClient({ url: 'ftp:farm.example', key: 'k' })).toThrow('url: ftp');
    expect(() => createClient({ url: 'https://reelyard.example', key: '' })).toThrow(/key/);
  });
});

describe('retries', () => {
  it('send a submit again under the one key of its call, whatever happens to its answers', async () => {
    const { client, heard, pauses } = await aFarm([
      hangUp,
      problem(503, 'dependency_unavailable', { 'retry-after': '2' }),
      problem(500, 'internal'),
      json(202, { id }),
    ]);
    expect(await client.submitJob({ body })).toMatchObject({ id });
    const keys = new Set(heard.map(({ headers }) => headers['idempotency-key']));
    expect([heard.length, keys.size]).toEqual([4, 1]);
    expect(pauses).toEqual([250, 2_000, 1_000]);
  });

  it('give two calls two keys, and one of your own the same', async () => {
    const { client, heard } = await aFarm([json(202, { id })]);
    await client.submitJob({ body });
    await client.submitJob({ body });
    await client.submitJob({ body, idempotencyKey: 'order-7' });
    const keys = heard.map(({ headers }) => headers['idempotency-key']);
    expect([new Set(keys).size, keys[2]]).toEqual([3, 'order-7']);
  });

  it('leave alone what might be done twice', async () => {
    const { client, heard } = await aFarm([hangUp]);
    await expect(client.createKey({ body: { name: 'x' } })).rejects.toThrow(ConnectionError);
    const { client: other, heard: others } = await aFarm([
      problem(503, 'dependency_unavailable', { 'retry-after': '1' }),
    ]);
    await expect(other.createKey({ body: { name: 'x' } })).rejects.toThrow(ApiError);
    expect([heard.length, others.length]).toEqual([1, 1]);
  });

  it('send again what a limit held back, for nobody did it', async () => {
    const { client, heard } = await aFarm([
      problem(429, 'rate_limited', { 'retry-after': '1' }),
      json(201, { id: 'k' }),
    ]);
    await client.createKey({ body: { name: 'x' } });
    expect(heard).toHaveLength(2);
  });

  it('end: after so many, and at once when they are to come too late', async () => {
    const { client, heard } = await aFarm([problem(503, 'dependency_unavailable', { 'retry-after': '1' })], {
      retries: 2,
    });
    await expect(client.getJob({ path: { id } })).rejects.toMatchObject({ code: 'dependency_unavailable' });
    expect(heard).toHaveLength(3);
    const late = await aFarm([problem(429, 'quota_exceeded', { 'retry-after': '3600' })]);
    await expect(late.client.getJob({ path: { id } })).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(late.heard).toHaveLength(1);
  });

  it('never follow a refusal', async () => {
    const { client, heard } = await aFarm([problem(409, 'job_succeeded', {}, false)]);
    await expect(client.cancelJob({ path: { id } })).rejects.toMatchObject({ status: 409 });
    expect(heard).toHaveLength(1);
  });

  it('end when the caller does: the reason is the signal’s', async () => {
    const { client, heard } = await aFarm([() => undefined]);
    const ending = new AbortController();
    const call = client.getJob({ path: { id }, signal: ending.signal });
    ending.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await expect(client.getJob({ path: { id }, signal: ending.signal })).rejects.toThrow('enough');
    expect(heard.length).toBeLessThanOrEqual(1);
  });

  it('give up a server that never answers', async () => {
    const { client } = await aFarm([() => undefined], { timeoutMs: 50, retries: 1 });
    await expect(client.getJob({ path: { id } })).rejects.toThrow(/not answered, 2 times: no answer in 50 ms/);
  });
});

describe('waiting for a job', () => {
  it('polls long until it has ended', async () => {
    const { client, heard } = await aFarm([
      json(200, { id, state: 'queued' }),
      json(200, { id, state: 'rendering', percent: 40 }),
      json(200, { id, state: 'failed' }),
    ]);
    const seen: (number | undefined)[] = [];
    const job = await client.waitFor({ id }, { onProgress: ({ percent }) => seen.push(percent) });
    expect([job.state, seen]).toEqual(['failed', [undefined, 40]]);
    expect(heard.map(({ url }) => url)).toEqual(Array(3).fill(`/v1/jobs/${id}?wait=45`));
  });

  it('says when its time is up', async () => {
    const { client } = await aFarm([json(200, { id, state: 'queued' })]);
    await expect(client.waitFor(id, { timeoutMs: 500 })).rejects.toThrow(WaitTimeout);
  });
});

describe('waiting for an asset', () => {
  const asset = 'asset_01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const fetching = json(200, { id: asset, state: 'ingesting' });

  it('looks ever more rarely until the farm has fetched it, or could not', async () => {
    const { client, heard, pauses } = await aFarm([...Array<Answer>(7).fill(fetching), json(200, { state: 'failed' })]);
    expect(await client.waitForAsset({ id: asset })).toEqual({ state: 'failed' });
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(heard.map(({ url }) => url)).toEqual(Array(8).fill(`/v1/assets/${asset}`));
  });

  it('does not wait for what its caller has to send', async () => {
    const { client, heard } = await aFarm([json(200, { state: 'awaiting-upload' })]);
    expect(await client.waitForAsset(asset)).toEqual({ state: 'awaiting-upload' });
    expect(heard).toHaveLength(1);
  });

  it('looks once more when its time is up, and then says so', async () => {
    let clock = 0;
    const pauses: number[] = [];
    const sleep = async (ms: number) => void pauses.push((clock += ms));
    const { client } = await aFarm([fetching], { now: () => clock, sleep });
    await expect(client.waitForAsset(asset, { timeoutMs: 2_000 })).rejects.toThrow(
      new WaitTimeout(`asset ${asset} is still being fetched after 2000 ms`),
    );
    expect(pauses).toEqual([500, 1_500, 2_000]);
  });
});

const event = (seq: number, type: string): string =>
  `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify({ seq, type })}\n\n`;
const stream =
  (text: string, end: 'end' | 'break'): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => (end === 'end' ? response.end() : response.destroy()));
  };

async function readAll(client: Client, after?: number): Promise<string[]> {
  const told: string[] = [];
  for await (const news of client.events(id, after === undefined ? {} : { after }))
    told.push(news.kind === 'event' ? `${news.event.seq} ${news.event.type}` : `progress ${news.job.percent}`);
  return told;
}

describe('following events', () => {
  it('resumes where it broke off, without a gap and without a repeat', async () => {
    const { client, heard } = await aFarm([
      stream(
        `retry: 3000\n\n${event(1, 'job.accepted')}event: progress\ndata: {"percent":0}\n\n: \n\n${event(2, 'job.started')}id: 3\neve`,
        'break',
      ),
      stream(event(2, 'job.started') + event(3, 'job.succeeded'), 'end'),
    ]);
    expect(await readAll(client)).toEqual(['1 job.accepted', 'progress 0', '2 job.started', '3 job.succeeded']);
    expect(heard.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2']);
  });

  it('goes on for as long as connections bring something', async () => {
    const progress = stream('event: progress\ndata: {"percent":0}\n\n', 'break');
    const { client } = await aFarm([progress, progress, progress, stream(event(1, 'job.canceled'), 'end')], {
      retries: 1,
    });
    expect((await readAll(client)).at(-1)).toBe('1 job.canceled');
  });

  it('ends at once when there is nothing more to tell', async () => {
    const { client, heard } = await aFarm([(response) => void response.writeHead(204).end()]);
    expect(await readAll(client, 9)).toEqual([]);
    expect(heard[0]?.headers['last-event-id']).toBe('9');
  });

  it('gives up connections that bring nothing', async () => {
    const { client, heard, pauses } = await aFarm([stream('', 'end')], { retries: 2 });
    await expect(readAll(client)).rejects.toThrow(/broke off 3 times/);
    expect([heard.length, pauses]).toEqual([3, [2_000, 2_000]]);
  });

  it('closes its connection when the reader leaves', async () => {
    let isClosed: () => void;
    const closed = new Promise<void>((resolve) => (isClosed = resolve));
    const { client } = await aFarm([
      (response) => {
        response.once('close', () => isClosed());
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(1, 'job.accepted'));
      },
    ]);
    for await (const news of client.events(id)) if (news.kind === 'event') break;
    await closed;
  });
});

describe('a webhook', () => {
  const secret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`;
  const payload = JSON.stringify({
    type: 'job.succeeded',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: { seq: 3, job: { id } },
  });
  const signed = (at = new Date()) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, payload),
  });

  it('is believed when it is signed, by headers of either kind', () => {
    expect(verifyWebhook({ secret, body: payload, headers: signed() })).toMatchObject({
      id: 'msg_1',
      type: 'job.succeeded',
      data: { job: { id } },
    });
    expect(verifyWebhook({ secret, body: payload, headers: new Headers(signed()) }).data.seq).toBe(3);
  });

  it.each([
    ['changed', payload.replace('3', '4'), signed()],
    ['old', payload, signed(new Date(Date.now() - 600_000))],
    ['not signed', payload, {}],
  ])('is refused when it is %s', (_, text, headers) => {
    expect(() => verifyWebhook({ secret, body: text, headers })).toThrow(WebhookVerificationError);
  });
});
