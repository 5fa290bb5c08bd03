import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddressGuard, type NameLookup, isPublicAddress, publicLookup } from '@reelyard/runtime';
import { HttpAssetFetcher } from '../../render-agent/src/adapters/asset-fetcher.ts';
import { type DnsServer, startDnsServer } from './support/dns-server.ts';
import { type Fate, hostileUrls } from './support/hostile-urls.ts';
import { type Trap, setTrap } from './support/trap.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-security-'));
const file = join(dir, 'asset');
const { signal } = new AbortController();
let trap: Trap;
let dns: DnsServer;
let origin: string;
let redirects: Server;
/** Where the allowed origin sends whoever asks it. */
let location = '';

const PUBLIC = '93.184.216.34';
/** Hosts with a private address, in every combination of families; `flip` turns private after the first answer. */
const zone: Record<string, (type: 'A' | 'AAAA', nth: number) => readonly string[] | 'silence'> = {
  'inside.example': (type) => (type === 'A' ? ['127.0.0.1'] : []),
  'inside6.example': (type) => (type === 'AAAA' ? ['::1'] : []),
  'mapped.example': (type) => (type === 'AAAA' ? ['::ffff:7f00:1'] : []),
  'metadata.example': (type) => (type === 'A' ? ['169.254.169.254'] : ['fd00:ec2::254']),
  'mixed.example': (type) => (type === 'A' ? [PUBLIC, '127.0.0.1'] : []),
  'mixed6.example': (type) => (type === 'A' ? [PUBLIC] : ['::1']),
  'flip.example': (type, nth) => (type === 'A' ? (nth === 0 ? [PUBLIC] : ['127.0.0.1']) : []),
  'silent.example': () => 'silence',
};

beforeAll(async () => {
  trap = await setTrap();
  dns = await startDnsServer((name, type, nth) => zone[name]?.(type, nth) ?? []);
  redirects = createServer((_, response) => response.writeHead(302, { location }).end());
  await new Promise<void>((resolve) => redirects.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(redirects.address() as AddressInfo).port}`;
});
afterAll(() => {
  trap.close();
  dns.close();
  redirects.closeAllConnections();
  redirects.close();
  rmSync(dir, { recursive: true });
});

/** The server that answers lives in this process: a try that ended while this one stood still would be a name without an address. */
const lookup: NameLookup = (name, until) =>
  publicLookup({ servers: [dns.address], timeoutMs: name === 'silent.example' ? 250 : 10_000 })(name, until);
const guard = (): AddressGuard => new AddressGuard({ allow: [origin], lookup });
function get(address: string, addresses: Pick<AddressGuard, 'pin'> = guard(), timeoutMs = 20_000) {
  const storage = { fetch: () => Promise.reject(new Error('is no object')) };
  const limits = { maxBytes: 1_000, timeoutMs, headMs: timeoutMs, minBytesPerSecond: 1 };
  const fetcher = new HttpAssetFetcher({ storage, bucket: 'artifacts', addresses, limits, now: () => 0 });
  return fetcher.fetch(address, { file, tenant: 'acme' }, signal);
}
const failed = (failureClass: string, code: string) => ({ kind: 'failed', failure: { class: failureClass, code } });
const answers: Record<Fate, object> = {
  blocked: failed('permanent', 'asset_address_refused'),
  invalid: failed('permanent', 'asset_address_refused'),
  unresolved: failed('asset', 'asset_unavailable'),
};

describe('hostile addresses', () => {
  it('are at least two hundred, each spelled in its own way', () => {
    expect(new Set(hostileUrls(1).map(([url]) => url)).size).toBeGreaterThanOrEqual(200);
  });

  it('are refused at submit by their shape, with the right word', () => {
    const wrong = hostileUrls(trap.port).filter(([url, fate]) => {
      const check = guard().check(url);
      return (check.kind === 'refused' ? check.code : 'unresolved') !== fate;
    });
    expect(wrong).toEqual([]);
  });

  it('never reach the trap on the loopback when an agent fetches them', async () => {
    const wrong: unknown[] = [];
    for (const [url, fate] of hostileUrls(trap.port)) {
      const answer = await get(url);
      try {
        expect(answer).toMatchObject(answers[fate]);
      } catch {
        wrong.push([url, fate, answer]);
      }
    }
    expect(wrong).toEqual([]);
    expect(trap.visits()).toBe(0);
  });

  it('never reach it by a redirect of an origin that is allowed', async () => {
    const wrong: unknown[] = [];
    for (const [url] of hostileUrls(trap.port)) {
      // A header holds neither line ends nor what is beyond Latin 1.
      if (!/^[\x20-\x7e]+$/.test(url)) continue;
      location = url;
      const answer = await get(`${origin}/moved`);
      // Some of them are a path on the origin itself, which redirects for ever.
      if (answer.kind !== 'failed') wrong.push([url, answer]);
    }
    expect(wrong).toEqual([]);
    expect(trap.visits()).toBe(0);
  });

  it('would be counted by the trap, had one reached it', async () => {
    await get(`http://127.0.0.1:${trap.port}/`, new AddressGuard({ allow: [`http://127.0.0.1:${trap.port}`] }));
    expect(trap.visits()).toBe(1);
  });
});

describe('names', () => {
  it.each(['inside', 'inside6', 'mapped', 'metadata', 'mixed', 'mixed6'])(
    'that lead inside are refused, though only DNS tells: %s',
    async (name) => {
      const before = trap.visits();
      const answer = await get(`http://${name}.example:${trap.port}/`);
      expect(answer).toMatchObject(answers.blocked);
      expect(trap.visits()).toBe(before);
    },
  );

  it('that turn private between check and call are called where they were checked, and asked for once', async () => {
    const before = trap.visits();
    const pinned = await guard().pin(`http://flip.example:${trap.port}/`, signal);
    expect(pinned).toMatchObject({ kind: 'pinned', address: PUBLIC });
    // What the name says from now on.
    expect(await lookup('flip.example', signal)).toEqual(['127.0.0.1']);
    const answer = await get('http://unused.example/', { pin: () => Promise.resolve(pinned) }, 300);
    expect(answer).toMatchObject({ kind: 'failed' });
    expect(trap.visits()).toBe(before);
    expect(await get(`http://flip.example:${trap.port}/`)).toMatchObject(answers.blocked);
  });

  it('whose server never answers end in time and leave the file system alone', async () => {
    const many = Array.from({ length: 64 }, () => get(`http://silent.example:${trap.port}/`));
    expect(await get('http://inside.example/')).toMatchObject(answers.blocked);
    for (const answer of await Promise.all(many)) expect(answer).toMatchObject(answers.unresolved);
  });

  it('are never completed from a search list or a hosts file', async () => {
    expect(await lookup('localhost.example', signal)).toEqual([]);
    expect(dns.asked.filter((name) => name.startsWith('localhost'))).toEqual(
      expect.arrayContaining(['localhost.example']),
    );
    expect(dns.asked.every((name) => name.includes('.'))).toBe(true);
  });
});

describe('private addresses', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const privates = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );
  /** One number as decimal, hexadecimal or octal, with leading zeros or capitals. */
  const spelled = (value: number) =>
    fc
      .tuple(fc.constantFrom('decimal', 'hex', 'octal'), fc.integer({ min: 0, max: 3 }), fc.boolean())
      .map(([base, zeros, isCapital]) => {
        if (base === 'decimal') return String(value);
        const pad = '0'.repeat(zeros);
        if (base === 'octal') return `0${pad}${value.toString(8)}`;
        return isCapital ? `0X${pad}${value.toString(16).toUpperCase()}` : `0x${pad}${value.toString(16)}`;
      });
  const host = privates.chain(([a, b, c, d]) =>
    fc.integer({ min: 1, max: 4 }).chain((parts) => {
      const bytes = [a, b, c, d];
      const last = bytes.slice(parts - 1).reduce((sum, value) => sum * 256 + value, 0);
      return fc
        .tuple(
          ...[...bytes.slice(0, parts - 1), last].map(spelled),
          fc.constantFrom('', '.'),
          fc.constantFrom('.', '。', '%2e'),
        )
        .map((pieces) => {
          const dot = pieces.at(-1) ?? '.';
          return pieces.slice(0, -2).join(dot) + (pieces.at(-2) ?? '');
        });
    }),
  );

  it('are blocked in whatever way they are spelled', () => {
    fc.assert(
      fc.property(host, (spelling) => {
        expect(guard().check(`https://${spelling}/x`)).toMatchObject({ kind: 'refused', code: 'blocked' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('are not public when IPv6 wraps them', () => {
    const wraps = (hex: string) => [
      `::ffff:${hex}`,
      `::${hex}`,
      `64:ff9b::${hex}`,
      `2002:${hex}::1`,
      `2001:0:${hex}::`,
    ];
    fc.assert(
      fc.property(privates, ([a, b, c, d]) => {
        const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        expect(wraps(hex).filter(isPublicAddress)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
