/** The world around the server while it is asked: a customer's receiver, jobs that move, uploads that arrive. */
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import { type ActingAgent } from '../support/acting-agent.ts';

export interface Receiver {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Answers by its path: `/200`, `/500`, `/410`, `/302`. */
export async function startReceiver(): Promise<Receiver> {
  const server: Server = createServer((request, response) => {
    request.resume();
    const status = Number(/^\/(\d{3})/.exec(request.url ?? '')?.[1] ?? 200);
    response.writeHead(status, { location: '/200' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const urisOf = (origin: string): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('/200', '/200/ä?x=1', '/500', '/410', '/302').map((path) => `${origin}${path}`),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...[
          'https://hooks.invalid/a',
          'http://127.0.0.1:1/',
          'http://169.254.169.254/',
          'http://[::1]/',
          'http://0x7f000001/',
          'ftp://a.b/c',
        ],
        ...[
          'https://user:pass@example.com/',
          'http://localhost/',
          'http://2130706433/',
          '//example.com',
          'https://ex ample.com',
          '',
        ],
      ),
    },
  );

/** A step of a job by its draw: claimed, done, failed, or left alone. */
export async function moveJob(agent: ActingAgent, tenant: string, job: string, draw: number): Promise<void> {
  if (draw % 4 === 3) return;
  const lease = await agent.claim(tenant, job);
  if (lease === undefined) return;
  if (draw % 4 === 1) await agent.complete(lease);
  if (draw % 4 === 2) await agent.fail(lease);
}

const mostBytes = 65_536;

/** Does what a reply with an `uploadUrl` asks for. */
export async function upload(asked: unknown, reply: unknown): Promise<void> {
  const { uploadUrl, method, headers } = (reply ?? {}) as {
    uploadUrl?: string;
    method?: string;
    headers?: Record<string, string>;
  };
  const bytes = (asked as { bytes?: number } | undefined)?.bytes ?? 64;
  if (uploadUrl === undefined || method === undefined || bytes > mostBytes) return;
  const sent = await fetch(uploadUrl, { method, headers: headers ?? {}, body: Buffer.alloc(bytes, 'x') });
  await sent.arrayBuffer();
}
