/** What clients are told while the ledger does not keep up, every answer of it. */
import { digestOf, type Recorder } from '@reelyard/ledger';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Asker, type Question } from '../outage/asker.ts';
import { TENANT } from '../outage/crew.ts';

export class Told {
  readonly counts: Record<string, Record<string, number>> = {};
  /** Neither 2xx nor a 503 that says when to come again, in words. */
  readonly strange: string[] = [];
  readonly answerMs: number[] = [];
  readonly #asker: Asker;
  readonly #history: Recorder;

  constructor(asker: Asker, history: Recorder) {
    this.#asker = asker;
    this.#history = history;
  }

  /** Again when it is told to. @returns the id, or undefined when it was never accepted */
  async submit(body: unknown, key: string, untilMs: number): Promise<string | undefined> {
    const question: Question = { method: 'POST', path: '/v1/jobs', body, idempotencyKey: key };
    while (Date.now() < untilMs) {
      const answer = await this.#submitOnce(question, key);
      if (answer.status === 202) return idOf(answer.text);
      if (answer.status !== 503) return undefined;
      await wait(Number(answer.headers['retry-after'] ?? 1) * 1_000);
    }
    return undefined;
  }

  /** One of the looks that clients take, in turn. */
  async look(n: number, job: string): Promise<void> {
    const [name, path] = LOOKS[n % LOOKS.length] ?? LOOKS[0];
    await this.#ask(name, { method: 'GET', path: path(job) });
  }

  async #submitOnce(question: Question, key: string): Promise<Answer> {
    let answer: Answer | undefined;
    const sent = this.#history.around(
      'client.submit',
      { key: digestOf(key) },
      async () => {
        answer = await this.#ask('POST /v1/jobs', question);
        if (answer.status !== 202) throw new Error(`answered ${answer.status}`);
        return answer.text;
      },
      (text) => ({ phase: 'ok', facts: { ref: { tenant: TENANT, job: idOf(text) }, reply: digestOf(text) } }),
    );
    await sent.catch((error: unknown) => {
      if (!answer) throw error;
    });
    if (!answer) throw new Error('no answer');
    return answer;
  }

  async #ask(name: string, question: Question): Promise<Answer> {
    const answer = await this.#asker.ask(question);
    const { status, headers, text, because } = answer;
    const isFine = status >= 200 && status < 300;
    const isPatient = status === 503 && Number(headers['retry-after']) > 0;
    const kind = isPatient ? '503 retry-after' : String(status);
    const counts = (this.counts[name] ??= {});
    counts[kind] = (counts[kind] ?? 0) + 1;
    this.answerMs.push(answer.ms);
    if (!isFine && !isPatient) this.strange.push(`${name}: ${status} ${because ?? text.slice(0, 300)}`);
    return answer;
  }
}

const LOOKS: readonly [[string, (job: string) => string], ...[string, (job: string) => string][]] = [
  ['GET /v1/jobs/{id}', (job) => `/v1/jobs/${job}`],
  ['GET /v1/jobs/{id}/events', (job) => `/v1/jobs/${job}/events`],
  ['GET /v1/jobs/{id}', (job) => `/v1/jobs/${job}`],
  ['GET /v1/jobs', () => '/v1/jobs?limit=20'],
];

const idOf = (text: string): string => (JSON.parse(text) as { id: string }).id;
