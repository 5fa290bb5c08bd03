import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret } from '@reelyard/runtime';
import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { httpApi } from './http-api.ts';

let server: Server;
let url: string;
let answer: RequestListener;
let seen: string[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Keys one after the other, as they were rotated. */
const anApi = (...keys: string[]) => apiWithin(60_000, ...keys);

function apiWithin(requestMs: number, ...keys: string[]) {
  const [first = 'none', second] = keys;
  const renew = () => Promise.resolve(second === undefined ? undefined : new Secret(second));
  return httpApi({
    url,
    job: { lane: 'express' },
    requestMs,
    keys: { get: () => Promise.resolve(new Secret(first)), renew },
  });
}

const reply = (status: number, body: unknown): RequestListener => {
  return (_, response) => void response.writeHead(status).end(JSON.stringify(body));
};

describe('the API as the canary calls it', () => {
  it('gives a job with what it promises', async () => {
    const artifact = { name: 'video.mp4', contentType: 'video/mp4', bytes: 3, sha256: 'ab', url: 'http://films/1' };
    answer = reply(200, { id: 'job_1', state: 'succeeded', artifacts: [{ ...artifact, media: {} }] });
    const value = { id: 'job_1', state: 'succeeded', artifacts: [artifact] };
    expect(await anApi('key').find('job_1')).toEqual({ kind: 'answered', value });
    expect(seen).toEqual(['GET /v1/jobs/job_1 Bearer key']);
  });

  it('is asked again by a key that was rotated meanwhile, once', async () => {
    answer = (request, response) => {
      const isNew = request.headers.authorization === 'Bearer new';
      response.writeHead(isNew ? 202 : 401).end(JSON.stringify({ id: 'job_1', state: 'queued' }));
    };
    expect(await anApi('old', 'new').submit('slot')).toMatchObject({ kind: 'answered' });
    expect(await anApi('old').submit('slot')).toMatchObject({ kind: 'refused' });
    expect(seen).toHaveLength(3);
  });

  it('tells an answer that will not change from one that may, and never says a key', async () => {
    answer = reply(422, { code: 'invalid_job' });
    const refused = await anApi('sesame').submit('slot');
    expect(refused).toMatchObject({ kind: 'refused', because: expect.stringContaining('422') });
    for (const status of [500, 503, 429]) {
      answer = reply(status, {});
      expect((await anApi('sesame').submit('slot')).kind).toBe('unreachable');
    }
    answer = (request) => void request.destroy();
    const lost = await anApi('sesame').find('job_1');
    expect(lost.kind).toBe('unreachable');
    expect(JSON.stringify([refused, lost])).not.toContain('sesame');
  });

  it('does not wait for ever', async () => {
    answer = () => undefined;
    expect(await apiWithin(50, 'key').find('job_1')).toMatchObject({ kind: 'unreachable' });
    server.closeAllConnections();
  });

  it('weighs the file behind a URL, and keeps its signature to itself', async () => {
    const bytes = Buffer.from('\0\0\0\x20ftypisom and a film', 'latin1');
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'video/mp4' }).end(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const body = { status: 200, contentType: 'video/mp4', bytes: bytes.length, sha256 };
    expect(await anApi('key').fetch(`${url}/film?signature=s`)).toMatchObject({ kind: 'answered', value: body });
    answer = (request) => void request.destroy();
    expect(JSON.stringify(await anApi('key').fetch(`${url}/film?signature=s`))).not.toContain('signature');
  });
});
