import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestServer, startTestServer } from '../testing/start-test-server.ts';

let farm: TestServer;
beforeAll(async () => {
  farm = await startTestServer();
});
afterAll(async () => {
  await farm.server.stop();
});

/** The reply to bytes as they stand. */
async function say(bytes: string): Promise<{ status: number; type: string; body: Record<string, unknown> }> {
  const socket = connect(farm.server.port, '127.0.0.1');
  socket.write(bytes);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const type = /content-type: (\S+?);/.exec(head)?.[1] ?? '';
  return { status: Number(head.split(' ')[1]), type, body: JSON.parse(body) as Record<string, unknown> };
}

describe('what is no HTTP request', () => {
  it.each([
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'malformed_request'],
    ['a method that HTTP does not have', 'BREW /livez HTTP/1.1\r\nhost: a\r\n\r\n', 400, 'malformed_request'],
    [
      'a length that is none',
      'POST /v1/jobs HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\n',
      400,
      'malformed_request',
    ],
    [
      'a head beyond its limit',
      `GET /livez HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'head_too_large',
    ],
  ])('gets a problem document: %s', async (_, bytes, status, code) => {
    const reply = await say(bytes);
    expect([reply.status, reply.type]).toEqual([status, 'application/problem+json']);
    expect(reply.body).toMatchObject({ status, code, type: 'about:blank', retryable: false });
    expect(reply.body['requestId']).toMatch(/^req_/);
  });

  it('leaves the server to others', async () => {
    await say('\u0000\u0001\r\n\r\n');
    expect((await farm.call('GET', '/livez')).status).toBe(200);
  });
});

describe('a request that is unusual, and none the less one', () => {
  it('names no host', async () => {
    expect((await say('GET /v1/jobs HTTP/1.1\r\nconnection: close\r\n\r\n')).status).toBe(401);
  });

  it('expects what nobody knows', async () => {
    const bytes = 'GET /livez HTTP/1.1\r\nhost: a\r\nexpect: 200-ok\r\nconnection: close\r\n\r\n';
    expect((await say(bytes)).body).toEqual({ status: 'ok' });
  });
});
