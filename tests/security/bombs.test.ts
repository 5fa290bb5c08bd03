import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { type EngineFile, resolveComposition } from '@reelyard/contracts';
import { findFfmpeg, getBuiltInEngine, probeMedia } from '@reelyard/engines';
import { AddressGuard, systemClock } from '@reelyard/runtime';
import { HttpAssetFetcher } from '../../render-agent/src/adapters/asset-fetcher.ts';
import { engineProcesses } from '../../render-agent/src/adapters/engine-process.ts';
import { type Staged } from '../../render-agent/src/ports.ts';
import { heldBytes } from './held-bytes.ts';

const MiB = 1_048_576;
const dir = mkdtempSync(join(tmpdir(), 'reelyard-bombs-'));
const file = join(dir, 'asset');
const { signal } = new AbortController();
const sockets = new Set<Socket>();
let server: Server;
let origin: string;

const bomb = gzipSync(Buffer.alloc(64 * MiB));

/** What an origin answers, byte by byte: no HTTP library would send most of this. Each is told when its client has gone. */
const origins: Record<string, (socket: Socket) => void> = {
  '/gzip': (socket) => {
    socket.end(Buffer.concat([head('200 OK', { 'content-encoding': 'gzip', 'content-length': bomb.length }), bomb]));
  },
  '/brotli': (socket) => socket.end(head('200 OK', { 'content-encoding': 'br, gzip' })),
  '/gzip-in-chunks': (socket) =>
    socket.end(head('200 OK', { 'transfer-encoding': 'gzip, chunked' }).toString('latin1') + '0\r\n\r\n'),
  '/endless': (socket) => {
    socket.write(head('200 OK', {}));
    pour(socket, Buffer.alloc(65_536, 'x'));
  },
  '/endless-chunks': (socket) => {
    socket.write(head('200 OK', { 'transfer-encoding': 'chunked' }));
    pour(socket, Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`));
  },
  '/endless-trailers': (socket) => {
    socket.write(head('200 OK', { 'transfer-encoding': 'chunked' }));
    socket.write('0\r\n');
    pour(socket, Buffer.from(`x-${'a'.repeat(1_000)}: ${'b'.repeat(1_000)}\r\n`));
  },
  '/announced': (socket) => socket.write(head('200 OK', { 'content-length': 9_000_000_000 })),
  '/absurd-length': (socket) => socket.end(head('200 OK', { 'content-length': '9'.repeat(400) })),
  '/negative-length': (socket) => socket.end(head('200 OK', { 'content-length': -1 })),
  '/two-lengths': (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 20000000\r\n\r\nx`),
  '/length-and-chunks': (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`),
  '/shorter': (socket) => socket.end(Buffer.concat([head('200 OK', { 'content-length': 1_000 }), Buffer.alloc(10)])),
  '/longer': (socket) => socket.end(Buffer.concat([head('200 OK', { 'content-length': 10 }), Buffer.alloc(1_000)])),
  '/many-headers': (socket) => socket.end(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}\r\nx`),
  '/endless-headers': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pour(socket, Buffer.from(`x-${'a'.repeat(500)}: b\r\n`));
  },
  '/endless-hints': (socket) => pour(socket, Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n')),
  '/silent': () => undefined,
  '/drip-headers': (socket) => void socket.write('HTTP/1.1 200 OK\r\nx:'),
  '/trickle': (socket) => {
    socket.write(head('200 OK', {}));
    const timer = setInterval(() => socket.write('x'), 100);
    socket.on('close', () => clearInterval(timer));
  },
  '/garbage': (socket) => socket.end('\u0000\u0001 is not HTTP\r\n\r\n'),
  '/partial': (socket) => socket.end(head('206 Partial Content', { 'content-length': 0 })),
};

function head(status: string, headers: Record<string, string | number>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
}

/** As fast as the client reads, for ever. */
function pour(socket: Socket, chunk: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.once('data', (request) => origins[/^GET (\S+)/.exec(request.toString('latin1'))?.[1] ?? '']?.(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  rmSync(dir, { recursive: true });
});

/** @param headMs the bound alone is proven with a short one: what is refused by its head must not be late where this process stands still */
function get(path: string, headMs = 30_000): Promise<Staged> {
  const fetcher = new HttpAssetFetcher({
    storage: { fetch: () => Promise.reject(new Error('is no object')) },
    bucket: 'artifacts',
    addresses: new AddressGuard({ allow: [origin] }),
    limits: { maxBytes: 8 * MiB, timeoutMs: 40_000, headMs, minBytesPerSecond: 1_000 },
    now: () => 0,
  });
  return fetcher.fetch(origin + path, { file, tenant: 'acme' }, signal);
}

const failure = (failureClass: string, code: string, message: RegExp) => ({
  kind: 'failed',
  failure: { class: failureClass, code, message: expect.stringMatching(message) },
});

describe('an origin that wants to hurt', () => {
  it.each<[string, string, string, RegExp]>([
    ['/gzip', 'permanent', 'asset_unavailable', /compressed/],
    ['/brotli', 'permanent', 'asset_unavailable', /compressed/],
    ['/gzip-in-chunks', 'permanent', 'asset_unavailable', /compressed/],
    ['/endless', 'permanent', 'asset_too_large', /more than 8388608 bytes/],
    ['/endless-chunks', 'permanent', 'asset_too_large', /more than 8388608 bytes/],
    ['/endless-trailers', 'asset', 'asset_unavailable', /aborted|overflow/i],
    ['/announced', 'permanent', 'asset_too_large', /has 9000000000 bytes; 8388608 are allowed/],
    ['/absurd-length', 'asset', 'asset_unavailable', /Content-Length/],
    ['/negative-length', 'asset', 'asset_unavailable', /Content-Length/],
    ['/two-lengths', 'asset', 'asset_unavailable', /Content-Length/],
    ['/length-and-chunks', 'asset', 'asset_unavailable', /Transfer-Encoding|Content-Length/],
    ['/shorter', 'asset', 'asset_unavailable', /aborted/],
    ['/many-headers', 'asset', 'asset_unavailable', /overflow/i],
    ['/endless-headers', 'asset', 'asset_unavailable', /overflow/i],
    ['/endless-hints', 'asset', 'asset_unavailable', /did not answer within/],
    ['/silent', 'asset', 'asset_unavailable', /did not answer within/],
    ['/drip-headers', 'asset', 'asset_unavailable', /did not answer within/],
    ['/trickle', 'asset', 'asset_unavailable', /sends only \d+ bytes a second/],
    ['/garbage', 'asset', 'asset_unavailable', /Parse Error/],
    ['/partial', 'asset', 'asset_unavailable', /answered 206/],
  ])('gets a clear failure and nothing else: %s', async (path, failureClass, code, message) => {
    const before = heldBytes();
    const headMs = message.source.includes('did not answer') ? 4_000 : undefined;
    expect(await get(path, headMs)).toMatchObject(failure(failureClass, code, message));
    // The origin of a bomb is in this process too: what it holds counts here as well.
    expect(heldBytes() - before).toBeLessThan(64 * MiB);
    expect(statSync(file, { throwIfNoEntry: false })?.size ?? 0).toBeLessThanOrEqual(8 * MiB + 65_536);
  });

  it('is read no further than it has announced', async () => {
    expect(await get('/longer')).toEqual({ kind: 'staged', bytes: 10 });
    expect(statSync(file).size).toBe(10);
  });
});

/** Files of a few hundred bytes that say they are pictures of more than four thousand million pixels. */
const pictures: Record<string, Buffer> = {
  'huge.png': png(65_535, 65_535),
  'huge.gif': Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([255, 255, 255, 255, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.from([0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 2, 0x4c, 1, 0, 0x3b]),
  ]),
  'huge.jpg': Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from(`ffdb004300${'10'.repeat(64)}`, 'hex'),
    Buffer.from('ffc0000b08ffffffff01011100', 'hex'),
    Buffer.from('ffc4001f0000010501010101010100000000000000000102030405060708090a0b', 'hex'),
    Buffer.from('ffda0008010100003f00', 'hex'),
    Buffer.from([0xd2, 0xcf, 0x20, 0xff, 0xd9]),
  ]),
  'huge.webp': Buffer.concat([
    Buffer.from('RIFF'),
    Buffer.from([22, 0, 0, 0]),
    Buffer.from('WEBPVP8L'),
    Buffer.from([10, 0, 0, 0, 0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0]),
  ]),
  'huge.svg': Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1000000" height="1000000"><rect width="1e9" height="1e9"/></svg>',
  ),
  'entities.svg': Buffer.from(
    `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'bcdefghij'
      .split('')
      .map((name, n) => `<!ENTITY ${name} "${`&${'abcdefghi'[n]};`.repeat(10)}">`)
      .join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&j;</text></svg>`,
  ),
};

function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const pixels = deflateSync(Buffer.alloc(4 * MiB));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface Render {
  code: number | null;
  /** The most that the engine and all it started held at once. */
  peakBytes: number;
  lines: string[];
  files?: EngineFile[];
}

/** The built-in engine on a composition of one asset, as an agent runs it. */
async function render(name: string, bytes: Buffer, kind: 'image' | 'video' | 'captions'): Promise<Render> {
  const scratch = mkdtempSync(join(dir, 'render-'));
  const out = join(scratch, 'out');
  mkdirSync(out);
  const asset = join(scratch, name);
  writeFileSync(asset, bytes);
  const src = `https://media.example/${name}`;
  const resolved = resolveComposition({
    canvas: { width: 64, height: 64, fps: { num: 5, den: 1 } },
    tracks: [
      { clips: [{ start: 0, length: 1, asset: { kind, src, ...(kind === 'captions' ? { format: 'srt' } : {}) } }] },
    ],
    outputs: [{ kind: 'mp4' }],
  });
  if (resolved.kind !== 'resolved') throw new Error(JSON.stringify(resolved));
  const job = join(scratch, 'job.json');
  writeFileSync(
    job,
    JSON.stringify({ v: 1, task: 'whole', attempt: 1, composition: resolved.composition, assets: { [src]: asset } }),
  );
  const engine = getBuiltInEngine('reel');
  const values: Record<string, string> = {
    node: process.execPath,
    engine: engine.dir,
    job,
    out,
    scratch,
    firstFrame: '',
    frameCount: '',
  };
  const argv = engine.manifest.render.argv.map((part) =>
    part.replaceAll(/\{(\w+)\}/g, (_, field: string) => values[field] ?? ''),
  );
  const result: Render = { code: null, peakBytes: 0, lines: [] };
  const running = engineProcesses({
    clock: systemClock,
    environment: { ...process.env, FFMPEG_PATH: findFfmpeg(process.env) },
  }).start({
    argv,
    scratch,
    fileMiB: 1_024,
    onLine: (line) =>
      'result' in line ? (result.files = line.result.files) : 'error' in line && result.lines.push(line.error.message),
    onOutput: (line) => result.lines.push(line),
  });
  const meter = setInterval(
    () => (result.peakBytes = Math.max(result.peakBytes, running.usage?.().memoryBytes ?? 0)),
    50,
  );
  const limit = setTimeout(() => void running.stop(0), 45_000);
  const { code } = await running.ended;
  clearInterval(meter);
  clearTimeout(limit);
  await running.sweep();
  return { ...result, code };
}

describe('a picture that says it is larger than any memory', () => {
  it.each(Object.keys(pictures))('ends within the memory of the engine: %s', async (name) => {
    const { code, peakBytes, lines } = await render(name, pictures[name] ?? Buffer.alloc(0), 'image');
    const { memoryMiB } = getBuiltInEngine('reel').manifest.resources;
    expect(peakBytes).toBeLessThan(memoryMiB * MiB);
    // Ended by itself: refused, or drawn where a vector has no pixels of its own.
    expect(code).not.toBeNull();
    if (code !== 0) expect([code, lines.join()]).toEqual([20, expect.stringMatching(/image|pixels/)]);
  });
});

describe('a medium that says it is larger than any memory', () => {
  const { memoryMiB } = getBuiltInEngine('reel').manifest.resources;
  const gif = (side: number): Buffer => {
    const bytes = Buffer.from(pictures['huge.gif'] ?? '');
    for (const at of [6, 8, 24, 26]) bytes.writeUInt16LE(side, at);
    return bytes;
  };

  it.each([65_535, 16_000])('ends within the memory of the engine: a film %d pixels wide', async (side) => {
    const { code, peakBytes } = await render('film.gif', gif(side), 'video');
    expect(code).not.toBeNull();
    expect(peakBytes).toBeLessThan(memoryMiB * MiB);
  });

  /** Their time grows with their number; a million took 19 s on a busy machine. */
  const cues = process.env['REELYARD_LONG'] === undefined ? 200_000 : 1_000_000;
  it('ends within the memory of the engine: hundreds of thousands of captions', async () => {
    const cue = (n: number): string => `${n}\n00:00:00,${String(n % 1_000).padStart(3, '0')} --> 00:00:01,000\nx\n\n`;
    const srt = Buffer.from(Array.from({ length: cues }, (_, n) => cue(n)).join(''));
    const { code, peakBytes } = await render('many.srt', srt, 'captions');
    expect(code).not.toBeNull();
    expect(peakBytes).toBeLessThan(memoryMiB * MiB);
  });
});

describe('a medium that is none', () => {
  it.each<[string, string]>([
    ['playlist.mp4', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
    ['list.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['away.mp4', '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n#EXT-X-ENDLIST\n'],
    ['empty.mp4', ''],
    ['noise.mp4', 'x'.repeat(100_000)],
  ])('is unreadable, and names no further file: %s', async (name, text) => {
    const path = join(dir, name);
    writeFileSync(path, text);
    expect(await probeMedia(findFfmpeg(process.env) ?? 'ffmpeg', path)).toMatchObject({ kind: 'unreadable' });
  });

  it('keeps nothing of it in the log that would show a file of this machine', async () => {
    const path = join(dir, 'playlist.mp4');
    const probe = await probeMedia(findFfmpeg(process.env) ?? 'ffmpeg', path);
    expect(JSON.stringify(probe)).not.toContain(readFileSync('/etc/passwd', 'utf8').split('\n')[0]);
  });
});
