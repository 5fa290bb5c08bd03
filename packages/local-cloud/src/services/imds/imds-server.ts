/**
 * IMDSv2 of one instance on its own loopback port: a session token first, then metadata by path.
 * Invariant: nothing is told without a valid token, as on an instance that requires IMDSv2 with hop limit 1.
 * The same port takes `systemctl` from the instance (`POST /instance/systemctl`): its way to its own supervisor.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer } from '../../instances/service-status.ts';
import { listenForLong } from '../../server/listen.ts';

export interface ImdsOptions {
  /** The document at a path below `/latest/`, or undefined for 404. A trailing slash lists. */
  find(path: string): string | undefined;
  systemctl(args: string[]): Promise<Answer>;
  now(): number;
}

export class ImdsServer {
  readonly #options: ImdsOptions;
  readonly #server: Server;
  /** Session tokens with the instant they end. */
  readonly #tokens = new Map<string, number>();

  constructor(options: ImdsOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => reply(response, 500, 'internal error'));
    });
    this.#server.unref();
  }

  /** Listen on the wished port, or on a free one when it is taken. @returns the port. */
  listen(wished: number): Promise<number> {
    return listenForLong(this.#server, wished);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    if (request.method === 'PUT' && path === '/latest/api/token') return this.#grant(request, response);
    const isGuest = request.method === 'POST' && path === '/instance/systemctl';
    if (isGuest) return reply(response, 200, JSON.stringify(await this.#systemctl(request)), 'application/json');
    if (request.method !== 'GET') return reply(response, 405, '');
    const ends = this.#tokens.get(String(request.headers['x-aws-ec2-metadata-token'] ?? ''));
    if (ends === undefined || ends < this.#options.now()) return reply(response, 401, '');
    if (!path.startsWith('/latest/')) return reply(response, 404, '');
    const found = this.#options.find(path.slice('/latest/'.length));
    if (found === undefined) return reply(response, 404, '');
    return reply(response, 200, found, found.startsWith('{') ? 'application/json' : 'text/plain');
  }

  #grant(request: IncomingMessage, response: ServerResponse): void {
    const seconds = Number(request.headers['x-aws-ec2-metadata-token-ttl-seconds']);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 21_600) return reply(response, 400, '');
    const token = randomBytes(30).toString('base64url');
    this.#tokens.set(token, this.#options.now() + seconds * 1000);
    for (const [known, ends] of this.#tokens) if (ends < this.#options.now()) this.#tokens.delete(known);
    response.setHeader('x-aws-ec2-metadata-token-ttl-seconds', String(seconds));
    reply(response, 200, token);
  }

  async #systemctl(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const args = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
    return this.#options.systemctl(Array.isArray(args) ? args.map(String) : []);
  }
}

function reply(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
