/** A client that does not give up, and records what it asked and was told. Replies are kept as digests of their bytes. */
import { digestOf, type Recorder } from '@reelyard/ledger';
import { createHash } from 'node:crypto';
import { type FarmAddress, type JobView } from '../api/client.ts';

/** A refusal that no repetition changes. */
export class Refused extends Error {}

interface Told {
  status: number;
  text: string;
}

/** Between tries: a thousand clients that insist four times a second would be a fault of their own. */
const AGAIN_MS = { first: 250, factor: 1.6, most: 4_000 };

export class RecordedClient {
  /** Read at each request: a job server that was started again has another port. */
  readonly #address: FarmAddress;
  readonly #tenant: string;
  readonly #history: Recorder;

  constructor(address: FarmAddress, tenant: string, history: Recorder) {
    this.#address = address;
    this.#tenant = tenant;
    this.#history = history;
  }

  /** Until it is accepted, always under the same key. @returns the id */
  async submit(body: unknown, key: string, untilMs: number): Promise<string> {
    const idOf = (text: string): string => (JSON.parse(text) as JobView).id;
    const headers = { 'idempotency-key': key };
    const reply = await this.#insist(untilMs, () =>
      this.#history.around(
        'client.submit',
        { key },
        () => this.#expect('POST', '/v1/jobs', body, headers),
        (text) => ({ phase: 'ok', facts: { ref: this.#ref(idOf(text)), reply: digestOf(text) } }),
      ),
    );
    return idOf(reply);
  }

  job(id: string): Promise<JobView> {
    return this.#history.around(
      'client.job',
      { ref: this.#ref(id) },
      async () => JSON.parse(await this.#expect('GET', `/v1/jobs/${id}`)) as JobView,
      ({ state }) => ({ phase: 'ok', facts: { state } }),
    );
  }

  /** Until it is told that the job is canceled, or ended already. */
  async cancel(id: string, untilMs: number): Promise<void> {
    await this.#insist(untilMs, () =>
      this.#history.around(
        'client.cancel',
        { ref: this.#ref(id) },
        async () => {
          const { status, text } = await this.#send('POST', `/v1/jobs/${id}/cancel`, {});
          if (status !== 409 && status >= 300) throw new Error(`${status} ${text}`);
          return status === 409 ? undefined : (JSON.parse(text) as JobView).state;
        },
        (state) => (state === undefined ? { phase: 'fail' } : { phase: 'ok', facts: { state } }),
      ),
    );
  }

  /** Downloads every result of a job and holds its bytes against the digest that the job shows. */
  async verify(job: JobView): Promise<void> {
    for (const { name, url, sha256 } of job.artifacts ?? []) {
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
      const found = createHash('sha256').update(bytes).digest('hex');
      this.#history.note('client.artifact', { ref: this.#ref(job.id), name, sha256: found, expected: sha256 });
    }
  }

  #ref(job: string): { tenant: string; job: string } {
    return { tenant: this.#tenant, job };
  }

  async #insist<T>(untilMs: number, ask: () => Promise<T>): Promise<T> {
    for (let waitMs = AGAIN_MS.first; ; waitMs = Math.min(AGAIN_MS.most, waitMs * AGAIN_MS.factor)) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Refused || Date.now() > untilMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  async #expect(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<string> {
    const { status, text } = await this.#send(method, path, body, headers);
    if (status >= 200 && status < 300) return text;
    const words = `${method} ${path}: ${status} ${text.slice(0, 300)}`;
    throw status >= 500 || status === 429 || status === 409 ? new Error(words) : new Refused(words);
  }

  async #send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
    const response = await fetch(new URL(path, this.#address.url), {
      method,
      headers: { authorization: `Bearer ${this.#address.key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, text: await response.text() };
  }
}
