/** A receiver on the loopback as a customer would write one: verifies with the official library and keeps what it heard. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Heard {
  id: string;
  type: string;
  data: { seq: number; job: Record<string, unknown> };
  at: number;
}

/** What it does with a request after it was read; by default 204. */
export type Manners = (request: IncomingMessage, response: ServerResponse) => void;

export class TestReceiver {
  readonly heard: Heard[] = [];
  /** Whose signature or age was wrong, in the library's words. */
  readonly rejected: string[] = [];
  /** Requests, verified or not. */
  count = 0;
  manners: Manners = (_request, response) => void response.writeHead(204).end();
  readonly #server: Server;
  readonly #secret: () => string;
  readonly #now: () => number;

  private constructor(secret: () => string, now: () => number) {
    this.#secret = secret;
    this.#now = now;
    this.#server = createServer((request, response) => void this.#hear(request, response));
  }

  /** @param now the clock that it judges timestamps by */
  static async start(secret: () => string, now: () => number): Promise<TestReceiver> {
    const receiver = new TestReceiver(secret, now);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.origin}/hook`;
  }

  /** Frees the port and ends what is open. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    this.count += 1;
    this.#judge(body, request.headers as Record<string, string>);
    this.manners(request, response);
  }

  #judge(body: string, headers: Record<string, string>): void {
    const real = Date.now;
    Date.now = this.#now;
    try {
      const { type, data } = new Webhook(this.#secret()).verify(body, headers) as Pick<Heard, 'type' | 'data'>;
      this.heard.push({ id: headers['webhook-id'] ?? '', type, data, at: this.#now() });
    } catch (error) {
      this.rejected.push(error instanceof Error ? error.message : String(error));
    } finally {
      Date.now = real;
    }
  }
}
