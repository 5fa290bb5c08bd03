import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Door, openDoor } from './one-at-a-time.ts';

let server: Server;
let door: Door;
let held: { url: string; answer: ServerResponse }[];
let onArrival: () => void;

beforeEach(async () => {
  held = [];
  onArrival = () => undefined;
  server = createServer((request, answer) => {
    held.push({ url: request.url ?? '', answer });
    onArrival();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door = await openDoor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await door.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const arrived = (count: number): Promise<void> =>
  new Promise((resolve) => {
    onArrival = () => (held.length >= count ? resolve() : undefined);
    onArrival();
  });

describe('the door', () => {
  it('lets the next request through when the one before was answered', async () => {
    const first = fetch(`${door.endpoint}/first`, { method: 'POST', body: 'a' });
    await arrived(1);
    const second = fetch(`${door.endpoint}/second`, { method: 'POST', body: 'b' });
    expect(held.map(({ url }) => url)).toEqual(['/first']);
    held[0]?.answer.writeHead(400, { 'x-amzn-requestid': '1' }).end('one');
    const reply = await first;
    expect([reply.status, reply.headers.get('x-amzn-requestid'), await reply.text()]).toEqual([400, '1', 'one']);
    await arrived(2);
    held[1]?.answer.end('two');
    expect(await (await second).text()).toBe('two');
  });

  it('goes on after a request that broke', async () => {
    const broken = fetch(`${door.endpoint}/broken`);
    await arrived(1);
    held[0]?.answer.destroy();
    await expect(broken).rejects.toThrow();
    const next = fetch(`${door.endpoint}/next`);
    await arrived(2);
    held[1]?.answer.end('fine');
    expect(await (await next).text()).toBe('fine');
  });
});
