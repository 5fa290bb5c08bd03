/** A client that asks once and tells exactly what it was answered, also when it was nothing. */
import { type Dispatcher, Pool } from 'undici';

export interface Answer {
  /** 0: the connection broke, or nothing came in time. */
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  ms: number;
  /** Why there was no answer. */
  because?: string;
}

export interface Question {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  idempotencyKey?: string;
}

export class Asker {
  readonly #pool: Pool;
  readonly #key: string;

  /** @param connections at most so many requests are under way at a time */
  constructor({ url, key }: { url: string; key: string }, connections: number) {
    this.#pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
    this.#key = key;
  }

  async ask({ method, path, body, idempotencyKey }: Question): Promise<Answer> {
    const startedAt = performance.now();
    const headers = {
      authorization: `Bearer ${this.#key}`,
      'content-type': 'application/json',
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    };
    const options: Dispatcher.RequestOptions = {
      method,
      path,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    };
    try {
      const reply = await this.#pool.request(options);
      const text = await reply.body.text();
      return { status: reply.statusCode, headers: flat(reply.headers), text, ms: performance.now() - startedAt };
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      return { status: 0, headers: {}, text: '', ms: performance.now() - startedAt, because };
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}
