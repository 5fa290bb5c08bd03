import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddressGuard } from '@reelyard/runtime';
import { HttpAssetFetcher } from './asset-fetcher.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-assets-'));
const { signal } = new AbortController();
let server: Server;
let origin: string;
const fetchedKeys: string[] = [];
const lookedUp: string[] = [];

const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/clip.mp4': (_, response) => response.end('bytes of a clip'),
  '/busy': (_, response) => response.writeHead(503, { 'retry-after': '7' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/around': (_, response) => response.writeHead(302, { location: '/around' }).end(),
  '/moved': (_, response) => response.writeHead(301, { location: '/clip.mp4' }).end(),
  '/big': (_, response) => response.writeHead(200, { 'content-length': '5000' }).end(Buffer.alloc(5_000)),
  '/endless': (_, response) => void response.write(Buffer.alloc(5_000)),
  '/broken': (request) => request.socket.destroy(),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const route = routes[request.url ?? ''];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

interface Change {
  allow?: string[];
  addresses?: string[];
  timeoutMs?: number;
  headMs?: number;
}

const fetcher = (change: Change = {}): HttpAssetFetcher => {
  const lookup = (hostname: string) => {
    lookedUp.push(hostname);
    return Promise.resolve(change.addresses ?? []);
  };
  return new HttpAssetFetcher({
    storage: {
      fetch: (key) => {
        fetchedKeys.push(key);
        return Promise.resolve({ kind: 'staged', bytes: 1 });
      },
    },
    bucket: 'artifacts',
    addresses: new AddressGuard({ allow: change.allow ?? [origin], lookup, lookupAllowed: lookup }),
    limits: {
      maxBytes: 1_000,
      timeoutMs: change.timeoutMs ?? 60_000,
      headMs: change.headMs ?? 60_000,
      minBytesPerSecond: 1,
    },
    now: () => 0,
  });
};
const file = join(dir, 'asset');
const get = (address: string, change = {}) => fetcher(change).fetch(address, { file, tenant: 'acme' }, signal);

const refused = { kind: 'failed', failure: { class: 'permanent', code: 'asset_address_refused' } };

describe('assets by http', () => {
  it('are written to a file, also after a redirect on the same origin', async () => {
    expect(await get(`${origin}/clip.mp4`)).toEqual({ kind: 'staged', bytes: 15 });
    expect(readFileSync(file, 'utf8')).toBe('bytes of a clip');
    expect(await get(`${origin}/moved`)).toMatchObject({ kind: 'staged' });
  });

  it('are permanent failures when they are not there, and retried when the origin is busy or breaks', async () => {
    expect(await get(`${origin}/none`)).toMatchObject({ failure: { class: 'permanent', code: 'asset_unavailable' } });
    expect(await get(`${origin}/busy`)).toMatchObject({ failure: { class: 'asset', retryAfterMs: 7_000 } });
    expect(await get(`${origin}/broken`)).toMatchObject({ failure: { class: 'asset' } });
    expect(await get('http://nowhere.example/x')).toMatchObject({ failure: { class: 'asset' } });
  });

  it('are bounded in bytes, announced or not, in hops and in time', async () => {
    for (const path of ['/big', '/endless'])
      expect(await get(origin + path)).toMatchObject({ failure: { class: 'permanent', code: 'asset_too_large' } });
    expect(await get(`${origin}/around`)).toMatchObject({ failure: { code: 'asset_unavailable' } });
    routes['/slow'] = () => undefined;
    expect(await get(`${origin}/slow`, { timeoutMs: 50 })).toMatchObject({
      failure: { class: 'asset', message: expect.stringContaining('took too long') },
    });
    expect(await get(`${origin}/slow`, { headMs: 50 })).toMatchObject({
      failure: { class: 'asset', message: expect.stringContaining('did not answer within 50 ms') },
    });
  });

  it('are never unpacked: one that is sent compressed is refused', async () => {
    routes['/packed'] = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    expect(await get(`${origin}/packed`)).toMatchObject({
      failure: { class: 'permanent', message: expect.stringContaining('compressed') },
    });
  });

  it('never tell the credentials of an address that was refused', async () => {
    for (const address of [
      'http://u:hunter2@a.example/x?q=hunter2',
      'http:u:hunter2@a.example/',
      'http://u:p@hunter2@a.example/',
      'http:\\\\u:hunter2@a.example/',
      'ftp://u:hunter2@a.example/',
    ]) {
      const answer = await get(address);
      expect(answer).toMatchObject(refused);
      expect(JSON.stringify(answer)).not.toContain('hunter2');
    }
  });
});

describe('addresses that lead inside', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.8/',
    'http://100.64.1.1/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0/',
    'file:///etc/passwd',
    'ftp://a.example/x',
    'not an address',
  ])('are refused: %s', async (address) => {
    expect(await get(address, { allow: [] })).toMatchObject(refused);
  });

  it('are refused when any address of a name is inside', async () => {
    const addresses = ['93.184.216.34', '10.1.1.1'];
    expect(await get('http://mixed.example/', { addresses })).toMatchObject(refused);
  });

  it('are refused as the target of a redirect', async () => {
    expect(await get(`${origin}/inside`)).toMatchObject(refused);
  });

  it('are dialed as they were judged, never looked up again', async () => {
    const port = new URL(origin).port;
    const host = `http://pinned.example:${port}`;
    expect(await get(`${host}/clip.mp4`, { allow: [host], addresses: ['127.0.0.1'] })).toMatchObject({
      kind: 'staged',
    });
    expect(lookedUp.filter((name) => name === 'pinned.example')).toHaveLength(1);
  });
});

describe('other assets', () => {
  it('are objects of the own tenant and of no other', async () => {
    expect(await get('s3://artifacts/assets/acme/ast_1/photo.jpg')).toMatchObject({ kind: 'staged' });
    expect(fetchedKeys).toEqual(['assets/acme/ast_1/photo.jpg']);
    for (const address of [
      's3://artifacts/assets/other/ast_1/photo.jpg',
      's3://artifacts/artifacts/x/acme/job_1/0/1/video.mp4',
      's3://engines/assets/acme/x',
      's3://artifacts/assets/acme%ZZ',
    ])
      expect(await get(address)).toMatchObject(refused);
  });

  it('may be written out in the address', async () => {
    expect(await get('data:text/plain;base64,aGVsbG8=')).toEqual({ kind: 'staged', bytes: 5 });
    expect(readFileSync(file, 'utf8')).toBe('hello');
    for (const broken of ['data:nonsense', 'data:,%ZZ']) expect(await get(broken)).toMatchObject(refused);
  });
});
