/** Where commands of an attempt wait until the bench lets them go on: those that nobody asked for go on at once. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Held } from '../outage/wire.ts';

interface Waiting {
  reach(): void;
  released: Promise<void>;
}

export class Porch {
  readonly #server: Server;
  readonly #waiting = new Map<string, Waiting>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Porch> {
    const server = createServer({ requestTimeout: 0 });
    const porch = new Porch(server);
    server.on('request', (asked: IncomingMessage, answer) => {
      porch.#receive(asked).then(
        () => answer.end(),
        () => answer.destroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return porch;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next command whose words name the job, once. */
  hold(job: string): Held {
    let letGo = (): void => undefined;
    let reach = (): void => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    const reached = new Promise<void>((resolve) => (reach = resolve));
    this.#waiting.set(job, { reach: () => reach(), released });
    return {
      reached,
      letGo: () => {
        this.#waiting.delete(job);
        letGo();
      },
    };
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #receive(asked: IncomingMessage): Promise<void> {
    let words = '';
    for await (const part of asked) words += String(part);
    const job = /job_[0-9A-Z]+/.exec(words)?.[0] ?? '';
    const waiting = this.#waiting.get(job);
    if (!waiting) return;
    this.#waiting.delete(job);
    waiting.reach();
    await waiting.released;
  }
}
