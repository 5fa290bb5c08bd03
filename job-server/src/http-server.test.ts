import { describe, expect, it } from '@jest/globals';
import express, { type Response } from 'express';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as openRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { listen } from './http-server.ts';

/** A server whose only answer has begun when it is asked for, and ends when the test says so. */
async function aServer() {
  let begun: (response: Response) => void;
  const answering = new Promise<Response>((resolve) => (begun = resolve));
  const app = express().get('/slow', (_, response) => {
    response.writeHead(200, { 'content-length': 8 }).write('half');
    begun(response);
  });
  return { server: await listen(app, '127.0.0.1', 0), answering };
}

describe('the end of an HTTP server', () => {
  it('comes with the end of the last answer, although its head had promised to keep the connection', async () => {
    const { server, answering } = await aServer();
    const agent = new Agent({ keepAlive: true });
    const asked = openRequest({ port: server.port, host: '127.0.0.1', path: '/slow', agent }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const closed = server.close();
    (await answering).end('half');
    expect(await text(answer)).toBe('halfhalf');
    await closed;
    agent.destroy();
  });

  it('does not wait for a client that has begun the head of a request and sends no more of it', async () => {
    const { server, answering } = await aServer();
    const slow = connect(server.port, '127.0.0.1');
    slow.on('error', () => undefined).write('GET /slow HTTP/1.1\r\nhost:');
    // A request behind it: the server has read the half one.
    const asked = openRequest({ port: server.port, host: '127.0.0.1', path: '/slow', agent: false }).end();
    (await answering).end('half');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await text(answer);
    const cut = once(slow, 'close');
    await server.close();
    await cut;
  });
});
