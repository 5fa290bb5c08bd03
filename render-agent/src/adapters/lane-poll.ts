/**
 * Long polls of one lane, one at a time. What a poll brings while nobody listens is given back at once: a doorbell must not sleep here
 * for its visibility time. After a failed poll the lane rests a little.
 */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Lane, doorbellSchema } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Bell } from '../ports.ts';

export type PollResult = { kind: 'bell'; bell: Bell } | { kind: 'empty' } | { kind: 'failed' };

export interface LanePollOptions {
  client: SQSClient;
  queueUrl: string;
  lane: Lane;
  clock: Clock;
  log: Logger;
  waitSeconds: number;
  visibilitySeconds: number;
  retryMs: number;
}

/** On top of its wait, for the answer of a long poll: past it the lane does not answer, whether a connection stands or not. */
const ANSWER_MS = 2_000;

export class LanePoll {
  readonly #options: LanePollOptions;
  readonly #close = new AbortController();
  #polling: Promise<void> | undefined;
  #listener: ((result: PollResult) => void) | undefined;
  #startedAt = 0;
  #retryAt = 0;

  constructor(options: LanePollOptions) {
    this.#options = options;
  }

  get lane(): Lane {
    return this.#options.lane;
  }

  get isOutstanding(): boolean {
    return this.#polling !== undefined;
  }

  /** Monotonic instant of the poll under way. */
  get startedAt(): number {
    return this.#startedAt;
  }

  get isFailing(): boolean {
    return this.#retryAt > this.#options.clock.monotonic();
  }

  get retryInMs(): number {
    return Math.max(0, this.#retryAt - this.#options.clock.monotonic());
  }

  /** Starts a poll unless one is under way. The listener hears one result. */
  listen(listener: (result: PollResult) => void): void {
    this.#listener = listener;
    if (this.#polling || this.isFailing) return;
    this.#startedAt = this.#options.clock.monotonic();
    this.#polling = this.#poll();
  }

  deafen(): void {
    this.#listener = undefined;
  }

  settled(): Promise<void> {
    return this.#polling ?? Promise.resolve();
  }

  close(): void {
    this.#close.abort();
  }

  async #poll(): Promise<void> {
    const result = await this.#receive();
    this.#polling = undefined;
    const listener = this.#listener;
    this.#listener = undefined;
    if (listener) return listener(result);
    if (result.kind === 'bell') await result.bell.giveBack(0).catch((error: unknown) => this.#warn('give-back', error));
  }

  async #receive(): Promise<PollResult> {
    const { client, queueUrl, waitSeconds, visibilitySeconds, clock, retryMs } = this.#options;
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
    });
    const over = new AbortController();
    const close = (): void => over.abort();
    this.#close.signal.addEventListener('abort', close, { once: true });
    if (this.#close.signal.aborted) close();
    void clock.sleep(waitSeconds * 1_000 + ANSWER_MS, over.signal).then(close);
    try {
      const reply = await client.send(command, { abortSignal: over.signal });
      const [message] = reply.Messages ?? [];
      return message ? await this.#read(message) : { kind: 'empty' };
    } catch (error) {
      if (!this.#close.signal.aborted) this.#warn('receive', error);
      this.#retryAt = clock.monotonic() + retryMs;
      return { kind: 'failed' };
    } finally {
      this.#close.signal.removeEventListener('abort', close);
      close();
    }
  }

  async #read(message: Message): Promise<PollResult> {
    const { lane } = this.#options;
    const receipt = message.ReceiptHandle ?? '';
    const doorbell = doorbellSchema.safeParse(parseBody(message.Body));
    if (!doorbell.success) {
      this.#options.log.error('queue.strange-message', { lane, messageId: message.MessageId });
      await this.#delete(receipt);
      return { kind: 'empty' };
    }
    const { tenant, job, task } = doorbell.data;
    const bell: Bell = {
      ref: { tenant, job, n: task },
      lane,
      discard: () => this.#delete(receipt),
      giveBack: (seconds) => this.#hide(receipt, seconds),
    };
    return { kind: 'bell', bell };
  }

  async #delete(receipt: string): Promise<void> {
    const { client, queueUrl } = this.#options;
    await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }));
  }

  async #hide(receipt: string, seconds: number): Promise<void> {
    const { client, queueUrl } = this.#options;
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receipt,
        VisibilityTimeout: Math.ceil(seconds),
      }),
    );
  }

  #warn(during: string, error: unknown): void {
    this.#options.log.warn('queue.unreachable', { during, lane: this.lane, error });
  }
}

function parseBody(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
