/**
 * Whom the farm tells how jobs ended: a receiver as a customer would write one. It verifies by the specification's own library and notes what it
 * got, so that the checker can hold it against S16; ends that it never heard of are counted by who runs the farm.
 */
import { type Recorder } from '@reelyard/ledger';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type FarmAddress } from '../api/client.ts';

const ENDS = ['job.succeeded', 'job.failed', 'job.canceled'];

interface Event {
  type: string;
  data: { seq: number; job: { id: string } };
}

export class Receiver {
  /** Jobs whose end it heard of. */
  readonly ends = new Set<string>();
  readonly #server: Server;
  readonly #tenant: string;
  readonly #history: Recorder;
  #endpoint = { id: '', secret: '' };

  private constructor(tenant: string, history: Recorder) {
    this.#tenant = tenant;
    this.#history = history;
    this.#server = createServer((request, response) => void this.#hear(request, response)).unref();
  }

  static async start(tenant: string, history: Recorder): Promise<Receiver> {
    const receiver = new Receiver(tenant, history);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** What the farm has to allow: it calls no other address of this machine. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Before the first fault: from then on every end is owed to it. */
  async register({ url, key }: FarmAddress): Promise<void> {
    const response = await fetch(new URL('/v1/webhook-endpoints', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${this.origin}/hook`, events: ENDS }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST /v1/webhook-endpoints: ${response.status} ${text}`);
    this.#endpoint = JSON.parse(text) as { id: string; secret: string };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      let body = '';
      for await (const part of request) body += String(part);
      this.#note(body, request.headers as Record<string, string>);
      response.writeHead(204).end();
    } catch {
      // Its caller was killed in mid request.
      response.destroy();
    }
  }

  #note(body: string, headers: Record<string, string>): void {
    const { data } = JSON.parse(body) as Event;
    const verified = this.#verifies(body, headers);
    if (verified) this.ends.add(data.job.id);
    this.#history.note('client.webhook', {
      ref: { tenant: this.#tenant, job: data.job.id },
      ...{ endpoint: this.#endpoint.id, seq: data.seq, id: headers['webhook-id'], verified },
    });
  }

  #verifies(body: string, headers: Record<string, string>): boolean {
    try {
      new Webhook(this.#endpoint.secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  }
}
