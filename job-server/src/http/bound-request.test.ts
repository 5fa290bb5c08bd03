import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { boundRequests } from './bound-request.ts';

let server: Server;
afterEach(() => {
  server.close();
});

/** What comes back for bytes that are no whole request. */
async function ask(path: string, answer: boolean): Promise<string> {
  server = createServer((_, response) => {
    if (answer) response.end('early');
  });
  server.on('request', boundRequests(50));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf`);
  await once(socket, 'close');
  return text;
}

describe('a request that does not come to its end', () => {
  it('is refused when its time is up', async () => {
    expect(await ask('/v1/jobs', false)).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
  });

  it('has its time from the answer on when it is a batch, and gets no second answer', async () => {
    const text = await ask('/v1/batches?mode=best-effort', true);
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*early/);
    expect(text).not.toContain('408');
  });
});
