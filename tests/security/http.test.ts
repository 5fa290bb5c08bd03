import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type TestFarm, scripted, startTestFarm } from '../e2e/support/farm.ts';
import { hostileUrls } from './support/hostile-urls.ts';
import { open, sendRaw, statusesOf } from './support/raw-http.ts';
import { type Trap, setTrap } from './support/trap.ts';

const MiB = 1_048_576;
let farm: TestFarm;
let trap: Trap;
beforeAll(async () => {
  [farm, trap] = await Promise.all([startTestFarm(), setTrap()]);
});
afterAll(async () => {
  trap.close();
  await farm.dispose();
});

const rssOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;

interface Problem {
  status: number;
  code?: string;
  errors?: { pointer: string; code: string }[];
}
async function post(body: string | Buffer, more: Record<string, string> = {}): Promise<Problem> {
  const response = await fetch(`${farm.url}/v1/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${farm.key}`, 'content-type': 'application/json', ...more },
    body,
  });
  return { ...((await response.json()) as object), status: response.status };
}
const requestHead = (lines: readonly string[]): string =>
  [
    `POST /v1/jobs HTTP/1.1`,
    `host: x`,
    `authorization: Bearer ${farm.key}`,
    'content-type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n');

/** What a healthy client sees: it must, whatever the others do. */
async function isServing(): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${farm.url}/v1/jobs?limit=1`, { headers: { authorization: `Bearer ${farm.key}` } });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  return performance.now() - startedAt;
}

describe('a hostile address', () => {
  it('is refused by the server with its pointer and the right code, and calls nobody', async () => {
    const wrong: unknown[] = [];
    for (const [url, fate] of hostileUrls(trap.port)) {
      if (fate === 'unresolved') continue;
      const asset = { kind: 'image', src: url };
      const composition = {
        canvas: { width: 64, height: 64, fps: { num: 5, den: 1 } },
        tracks: [{ clips: [{ start: 0, length: 1, asset }] }],
      };
      const inputs = await post(JSON.stringify(scripted([], { inputs: [url] })));
      const isWeb = /^\s*https?:/i.test(url);
      if (isWeb && (inputs.status !== 422 || inputs.errors?.[0]?.code !== `asset_address_${fate}`))
        wrong.push([url, inputs]);
      const composed = await post(JSON.stringify({ composition, engine: 'scripted' }));
      if (composed.status !== 422) wrong.push([url, composed]);
    }
    expect(wrong).toEqual([]);
    expect(trap.visits()).toBe(0);
  });
});

describe('the name of an asset', () => {
  it.each([
    ...[
      '../../etc/passwd',
      '..\\..\\x',
      '/etc/passwd',
      'a\u0000.mp4',
      'a\nb.mp4',
      '',
      'x'.repeat(129),
      'x'.repeat(100_000),
    ],
    ...[
      '..',
      '.',
      '.htaccess',
      'CON',
      'nul.mp4',
      'a%2f..%2fb',
      '%00',
      'ﬁlm\u202egpj.mp4',
      'e\u0301.mp4',
      '\ud800.mp4',
      '-rf',
      'a b?c#d',
    ],
  ])('leads nowhere but into the folder of its own id: %j', async (name) => {
    const response = await fetch(`${farm.url}/v1/assets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${farm.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, contentType: 'video/mp4' }),
    });
    const answer = (await response.json()) as { uploadUrl?: string };
    if (response.status === 422) return;
    expect(response.status).toBe(201);
    const { pathname } = new URL(answer.uploadUrl ?? '');
    expect(pathname).toMatch(/\/assets\/demo\/ast_[0-9A-Z]{26}\/[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
  });
});

describe('a body', () => {
  const job = (project: unknown): string => JSON.stringify({ engine: 'scripted', project });

  it('that is too large is refused, whether it says so or not', async () => {
    const large = job('x'.repeat(300_000));
    expect(await post(large)).toMatchObject({ status: 413, code: 'body_too_large' });
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const chunked = requestHead(['transfer-encoding: chunked']) + chunk.repeat(8) + '0\r\n\r\n';
    expect(statusesOf(await sendRaw(farm.url, chunked))).toEqual([413]);
    expect(statusesOf(await sendRaw(farm.url, requestHead(['content-length: 99999999999'])))).toEqual([413]);
  });

  it('that never ends is cut off, and the server holds none of it', async () => {
    const before = rssOf(farm.jobServer.pid);
    const sockets = Array.from({ length: 20 }, () => pourInto(requestHead(['transfer-encoding: chunked'])));
    const poured = await Promise.all(sockets);
    // What the kernel has in its buffers counts as sent.
    for (const bytes of poured) expect(bytes).toBeLessThan(64 * MiB);
    expect(rssOf(farm.jobServer.pid) - before).toBeLessThan(256 * MiB);
    await isServing();
  });

  it.each<[string, () => string, number, string]>([
    ['nested 34 deep', () => job(JSON.parse('['.repeat(33) + ']'.repeat(33))), 422, 'limit_depth'],
    ['nested 100,000 deep', () => `{"project":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 422, 'limit_depth'],
    ['nested 40,000 objects deep', () => `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`, 422, 'limit_depth'],
    ['opened and never closed', () => '['.repeat(200_000), 422, 'limit_depth'],
    ['closed and never opened', () => ']'.repeat(200_000), 400, 'malformed_json'],
    [
      'with 20,000 unknown keys',
      () => `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join()}}`,
      422,
      'invalid_job',
    ],
    [
      'with __proto__ as a field',
      () => '{"engine":"scripted","project":{"steps":[]},"__proto__":{"lane":"express"}}',
      400,
      'malformed_request',
    ],
    [
      'with __proto__ deep inside, spelt by an escape',
      () => String.raw`{"engine":"scripted","project":{"steps":[]},"metadata":{"\u005f_proto__":"x"}}`,
      400,
      'malformed_request',
    ],
    [
      'with constructor as a field',
      () => '{"engine":"scripted","project":[],"constructor":{"prototype":{"x":1}}}',
      422,
      'invalid_job',
    ],
    ['with a number without bounds', () => '{"engine":"scripted","project":[],"notBefore":1e999}', 422, 'invalid_job'],
    ['with a byte order mark', () => '\ufeff{', 400, 'malformed_json'],
    ['of control characters', () => '\u0000\u0001', 400, 'malformed_json'],
    ['of nothing', () => '', 400, 'malformed_json'],
    ['that ends early', () => '{"engine":"scr', 400, 'malformed_json'],
  ])('%s is refused with a problem of its own', async (_, body, status, code) => {
    const answer = await post(body());
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it('that is no UTF-8 is refused', async () => {
    expect(await post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toMatchObject({ code: 'malformed_json' });
  });

  it('that is compressed is refused unread', async () => {
    expect(await post('{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });

  it('with duplicate keys and lone surrogates is one job, rendered as it was read, and poisons nothing', async () => {
    const text = String.raw`{"engine":"scripted","project":{"steps":[{"exit":20}],"steps":[],"constructor":{"polluted":1},"a":"\ud800","b":"\udfff\ud800"},"metadata":{"prototype":"x"}}`;
    const answer = await post(text);
    expect([202, 422]).toContain(answer.status);
    const plain = await post(JSON.stringify(scripted([])));
    expect(plain.status).toBe(202);
    expect(JSON.stringify(plain)).not.toContain('polluted');
  });
});

/** Chunks as fast as they are read, until the server closes; @returns how much was taken. */
function pourInto(headText: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = open(farm.url);
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
    let sent = 0;
    const more = (): void => {
      while (!socket.destroyed && sent < 256 * MiB && socket.write(chunk)) sent += chunk.length;
    };
    socket
      .on('drain', more)
      .on('error', () => undefined)
      .on('close', () => resolve(sent));
    socket.resume();
    socket.write(headText);
    more();
  });
}

describe('a request that means two things', () => {
  const job = JSON.stringify(scripted([]));
  const smuggled = 'GET /v1/jobs HTTP/1.1\r\nhost: x\r\n\r\n';
  it.each<[string, () => string]>([
    [
      'a length and chunks',
      () => requestHead([`content-length: 4`, 'transfer-encoding: chunked']) + `0\r\n\r\n${smuggled}`,
    ],
    ['two lengths', () => requestHead(['content-length: 2', `content-length: ${job.length}`]) + job],
    ['two lengths in one', () => requestHead([`content-length: 2, ${job.length}`]) + job],
    ['a length with a sign', () => requestHead([`content-length: +${job.length}`]) + job],
    ['a length with letters', () => requestHead([`content-length: 0x10`]) + job],
    [
      'chunks twice',
      () => requestHead(['transfer-encoding: chunked', 'transfer-encoding: identity']) + `0\r\n\r\n${smuggled}`,
    ],
    ['chunks under another name', () => requestHead(['transfer-encoding: xchunked']) + `0\r\n\r\n${smuggled}`],
    ['chunks in odd letters', () => requestHead(['transfer-encoding: \u000bchunked']) + `0\r\n\r\n${smuggled}`],
    ['a space before the colon', () => requestHead([`content-length : ${job.length}`]) + job],
    ['a folded header', () => requestHead(['x: a', ' transfer-encoding: chunked']) + `0\r\n\r\n${smuggled}`],
    ['a bare line feed', () => `POST /v1/jobs HTTP/1.1\nhost: x\ntransfer-encoding: chunked\n\n0\n\n${smuggled}`],
    [
      'a chunk with a wrong size',
      () => requestHead(['transfer-encoding: chunked']) + `-1\r\nx\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      'a chunk of too many digits',
      () => requestHead(['transfer-encoding: chunked']) + `${'f'.repeat(32)}\r\nx\r\n0\r\n\r\n`,
    ],
    ['no host', () => `GET /v1/jobs HTTP/1.1\r\n\r\n`],
    ['another protocol', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('is refused and its connection closed: %s', async (_, bytes) => {
    const statuses = statusesOf(await sendRaw(farm.url, bytes(), 8_000));
    // One refusal, and what was hidden behind it is never answered.
    expect(statuses.length).toBeLessThanOrEqual(1);
    for (const status of statuses) expect(status).toBeGreaterThanOrEqual(400);
  });

  it.each<[string, () => string, number]>([
    ['17 KiB of headers', () => `GET /livez HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
    ['20,000 headers', () => `GET /livez HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(20_000)}\r\n`, 431],
    ['an address of 100 KiB', () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ])('is refused when it floods: %s', async (_, bytes, status) => {
    expect(statusesOf(await sendRaw(farm.url, bytes()))).toEqual([status]);
  });
});

describe('five hundred slow clients', () => {
  it('keep nobody else waiting, and are cut off within the limits of the API', async () => {
    const before = rssOf(farm.jobServer.pid);
    const startedAt = performance.now();
    const ages: number[] = [];
    const slow: Socket[] = [];
    for (let n = 0; n < 500; n += 1) {
      const socket = open(farm.url);
      slow.push(socket);
      socket.on('error', () => undefined).on('close', () => ages.push(performance.now() - startedAt));
      socket.resume();
      socket.write(n % 2 === 0 ? 'POST /v1/jobs HTTP/1.1\r\nhost: x\r\n' : requestHead(['content-length: 1000']) + '{');
    }
    const drip = setInterval(() => {
      for (const [n, socket] of slow.entries()) if (!socket.destroyed) socket.write(n % 2 === 0 ? 'x: y\r\n' : ' ');
    }, 1_000);
    const waits: number[] = [];
    while (performance.now() - startedAt < 31_000 || ages.length < 500) {
      waits.push(await isServing());
      if (performance.now() - startedAt > 60_000) break;
      await wait(100);
    }
    clearInterval(drip);
    for (const socket of slow) socket.destroy();
    const sorted = waits.sort((a, b) => a - b);
    const figures = {
      requests: waits.length,
      p50Ms: sorted[Math.floor(waits.length / 2)],
      p99Ms: sorted[Math.floor(waits.length * 0.99)],
      closed: ages.length,
      firstClosedMs: ages[0],
      lastClosedMs: ages.at(-1),
      grownMiB: (rssOf(farm.jobServer.pid) - before) / MiB,
    };
    if (process.env['REELYARD_FIGURES'] !== undefined) process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(figures.closed).toBe(500);
    expect(figures.lastClosedMs).toBeLessThan(55_000);
    expect(figures.p99Ms).toBeLessThan(5_000);
    expect(figures.grownMiB).toBeLessThan(128);
  });
});
