import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AddressGuard } from '../address-guard/address-guard.ts';
import { type Fetched, fetchWeb } from './fetch-web.ts';
import { withoutQuery } from './without-query.ts';

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const status = Number(request.url?.slice(1, 4));
    if (request.url === '/200/endless') return void response.writeHead(200).write('a beginning');
    response.writeHead(status, { 'content-type': 'Video/MP4; codecs=avc1', 'retry-after': '3' }).end('bytes');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

class Full extends Error {}

async function get(path: string, save?: (body: Readable) => Promise<void>): Promise<[Fetched, string]> {
  let saved = '';
  const fetched = await fetchWeb(`${origin}${path}`, {
    addresses: new AddressGuard({ allow: [origin] }),
    limits: { maxBytes: 1_000, timeoutMs: 60_000, headMs: 60_000, minBytesPerSecond: 1 },
    now: () => 0,
    signal: new AbortController().signal,
    save: save ?? (async (body) => void (saved = (await buffer(body)).toString())),
    isOurs: (error) => error instanceof Full,
  });
  return [fetched, saved];
}

describe('what a client named', () => {
  it('is handed over as it arrives, with its media type', async () => {
    expect(await get('/200')).toEqual([{ kind: 'fetched', bytes: 5, media: 'video/mp4' }, 'bytes']);
  });

  it('is given up when the origin will never give it, and may be tried again otherwise', async () => {
    const isFinal = async (status: number) => {
      const [fetched] = await get(`/${status}`);
      return fetched.kind === 'failed' && fetched.isFinal;
    };
    expect(await Promise.all([401, 403, 404, 410].map(isFinal))).toEqual(Array(4).fill(true));
    expect(await Promise.all([408, 429, 500, 503].map(isFinal))).toEqual(Array(4).fill(false));
    expect((await get('/503'))[0]).toMatchObject({ retryAfterMs: 3_000 });
  });

  it('is let go at once when it cannot be kept here, and that is not told as a fault of the origin', async () => {
    const refuse = () => Promise.reject(new Full('no room'));
    await expect(get('/200/endless', refuse)).rejects.toThrow('no room');
  });

  it('is named without its query and its password', () => {
    expect(withoutQuery('https://me:pw@a.example/x.mp4?X-Amz-Signature=abc')).toBe('https://a.example/x.mp4');
  });
});
