/**
 * The network between agents and AWS: passes every request and reply on as it is, and holds the one that somebody asked for, before AWS has it or
 * before its answer is heard. Invariant: what is held goes on its way when it is let go, however late; nothing is changed or lost.
 */
import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface Call {
  method: string;
  path: string;
  /** Of DynamoDB, such as `TransactWriteItems`; '' elsewhere. */
  action: string;
  body: Buffer;
}

export interface Hold {
  /** `request`: AWS has not seen it; `reply`: AWS has done it. */
  at: 'request' | 'reply';
  matches(call: Call): boolean;
}

export interface Held {
  /** Resolves when the call is in our hands. */
  readonly reached: Promise<void>;
  letGo(): void;
}

interface Waiting extends Hold {
  reach(): void;
  released: Promise<void>;
}

interface Reply {
  status: number;
  headers: string[];
  body: Buffer;
}

export class Wire {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Agent({ keepAlive: true });
  readonly #waiting = new Set<Waiting>();

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.#target = target;
  }

  static async open(target: string): Promise<Wire> {
    const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 });
    const wire = new Wire(server, new URL(target));
    server.on('request', (asked: IncomingMessage, answer) => {
      wire.#carry(asked).then(
        ({ status, headers, body }) => answer.writeHead(status, headers).end(body),
        () => answer.destroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next call that matches, once. */
  hold(hold: Hold): Held {
    let letGo = (): void => undefined;
    let reach = (): void => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const waiting: Waiting = { ...hold, reach: () => reach(), released };
    this.#waiting.add(waiting);
    return {
      reached,
      letGo: () => {
        this.#waiting.delete(waiting);
        letGo();
      },
    };
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    this.#sockets.destroy();
    await closed;
  }

  async #carry(asked: IncomingMessage): Promise<Reply> {
    const body = await readAll(asked);
    const held = this.#find(callOf(asked, body));
    if (held?.at === 'request') await keep(held);
    const reply = await this.#forward(asked, body);
    if (held?.at === 'reply') await keep(held);
    return reply;
  }

  #find(call: Call): Waiting | undefined {
    const found = [...this.#waiting].find((waiting) => waiting.matches(call));
    if (found) this.#waiting.delete(found);
    return found;
  }

  /** A client that hangs up hangs up at AWS, too: a poll that nobody reads takes no message. */
  #forward(asked: IncomingMessage, body: Buffer): Promise<Reply> {
    const { hostname, port } = this.#target;
    const to = { hostname, port, method: asked.method ?? 'GET', path: asked.url ?? '/', agent: this.#sockets };
    return new Promise((resolve, reject) => {
      const onward = request({ ...to, headers: onwardHeaders(asked.headers) }, (answer) => {
        readAll(answer).then(
          (text) => resolve({ status: answer.statusCode ?? 502, headers: answer.rawHeaders, body: text }),
          reject,
        );
      });
      onward.once('error', reject);
      const hangUp = (): void => void onward.destroy();
      asked.socket.once('close', hangUp);
      onward.once('close', () => asked.socket.off('close', hangUp));
      onward.end(body);
    });
  }
}

async function keep({ reach, released }: Waiting): Promise<void> {
  reach();
  await released;
}

function callOf({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Call {
  const target = headers['x-amz-target'];
  const action = typeof target === 'string' && target.startsWith('DynamoDB') ? (target.split('.')[1] ?? '') : '';
  return { method, path: decodeURIComponent(url), action, body };
}

/** The body is whole by now, so nobody waits for a `100 Continue`. */
function onwardHeaders({ expect: _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
