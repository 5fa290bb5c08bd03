import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AddressGuard } from './address-guard.ts';
import { dialPinned } from './dial-pinned.ts';
import { isPublicAddress } from './public-address.ts';

const { signal } = new AbortController();
const asked: string[] = [];
const guardOf = (addresses: readonly string[], allow: readonly string[] = []): AddressGuard => {
  const lookup = (name: string) => {
    asked.push(name);
    return Promise.resolve(addresses);
  };
  return new AddressGuard({ allow, lookup, lookupAllowed: lookup });
};

describe('an address that a client names', () => {
  it('is fine when it is public, by name and by number', async () => {
    const guard = guardOf(['93.184.216.34', '2606:2800:220:1::1']);
    expect(guard.check('https://media.example:8443/my photo.jpg?token=1')).toMatchObject({ kind: 'fine' });
    expect(await guard.pin('https://media.example/x', signal)).toMatchObject({
      kind: 'pinned',
      address: '93.184.216.34',
    });
    expect(await guard.pin('http://8.8.8.8/x', signal)).toMatchObject({ kind: 'pinned', address: '8.8.8.8' });
    expect(await guard.pin('http://[2606:4700::1111]/', signal)).toMatchObject({ address: '2606:4700::1111' });
  });

  it.each([
    ['ftp://media.example/x', 'invalid'],
    ['no address', 'invalid'],
    ['https://user:secret@media.example/', 'invalid'],
    ['https://media.example:25/', 'invalid'],
    ['https://a..example/', 'invalid'],
    ['https://media.ex\tample/', 'invalid'],
    ['https:\\\\media.example/', 'invalid'],
    ['http://127.1/', 'blocked'],
    ['http://[::ffff:8.8.8.8]/', 'blocked'],
    ['http://printer/', 'blocked'],
    ['http://db.corp.internal./', 'blocked'],
  ])('is refused by its shape: %j is %s', (address, code) => {
    const check = guardOf([]).check(address);
    expect(check).toMatchObject({ kind: 'refused', code });
    expect(JSON.stringify(check)).not.toContain('secret');
  });

  it('is refused when any of the addresses of its name is private', async () => {
    const answer = await guardOf(['93.184.216.34', '10.0.0.8']).pin('https://mixed.example/', signal);
    expect(answer).toMatchObject({ kind: 'refused', code: 'blocked' });
  });

  it('is unresolved when its name has no address', async () => {
    expect(await guardOf([]).pin('https://nobody.example/', signal)).toMatchObject({ kind: 'unresolved' });
  });

  it('may be private when exactly its origin is allowed', async () => {
    const guard = guardOf(['10.0.0.8'], ['http://origin.internal:8080']);
    expect(await guard.pin('http://origin.internal:8080/x', signal)).toMatchObject({ address: '10.0.0.8' });
    for (const near of ['https://origin.internal:8080/', 'http://origin.internal/', 'http://x.origin.internal:8080/'])
      expect(await guard.pin(near, signal)).toMatchObject({ kind: 'refused' });
  });
});

describe('a range of addresses', () => {
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])('is public: %s', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it.each([
    ...['0.0.0.0', '10.9.8.7', '100.64.0.1', '127.8.8.8', '169.254.169.254', '172.31.255.255', '192.168.1.1'],
    ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '168.63.129.16', '192.0.0.192', '203.0.113.9', '::', '::1'],
    ...['::ffff:8.8.8.8', '::8.8.8.8', '64:ff9b::808:808', '2002:808:808::', '2001:0:808:808::', 'fe80::1'],
    ...['fd00:ec2::254', 'ff02::1', '2001:db8::1', '4000::1', '2606:4700::1111%eth0', '', 'x', '8.8.8', '[::1]'],
  ])('is not public: %j', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });
});

describe('a call', () => {
  let server: Server;
  let seen: { headers: IncomingHttpHeaders; method: string | undefined; body: string };
  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        seen = { headers: request.headers, method: request.method, body };
        response.writeHead(302, { location: '/elsewhere' }).end('moved');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('goes to the address that was judged, under its own name, and follows nothing', async () => {
    const origin = `http://pinned.example:${(server.address() as AddressInfo).port}`;
    const pinned = await guardOf(['127.0.0.1'], [origin]).pin(`${origin}/hook`, signal);
    if (pinned.kind !== 'pinned') throw new Error('refused');
    const before = asked.length;
    const response = await dialPinned(pinned, {
      method: 'POST',
      headers: { 'webhook-id': 'evt_1' },
      body: '{"ä":1}',
      signal,
    });
    expect(response.statusCode).toBe(302);
    expect(await text(response)).toBe('moved');
    expect(seen).toMatchObject({ method: 'POST', body: '{"ä":1}' });
    expect(seen.headers).toMatchObject({ host: origin.slice(7), 'webhook-id': 'evt_1', 'content-length': '8' });
    expect(asked).toHaveLength(before);
  });

  it('ends with its signal', async () => {
    const { port } = server.address() as AddressInfo;
    const url = new URL(`http://127.0.0.1:${port}/`);
    const over = AbortSignal.abort();
    await expect(dialPinned({ kind: 'pinned', url, address: '127.0.0.1' }, { signal: over })).rejects.toThrow();
  });
});
