/**
 * An event source mapping: long-polls its queue, hands batches to the function and deletes what succeeded. A failed batch,
 * or the items that the function names in `batchItemFailures`, come back after their visibility time-out.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Host } from '../../service.ts';
import { type FunctionPool } from './function-pool.ts';
import { type EventSourceMapping, type FunctionTable } from './function-table.ts';

interface Message {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, unknown>;
}

/** Pause after a poll or an invocation that could not be made. */
const retryMs = 500;

export class QueuePoller {
  readonly #host: Host;
  readonly #table: FunctionTable;
  readonly #pool: FunctionPool;
  readonly #mapping: EventSourceMapping;
  readonly #stopped = new AbortController();

  constructor(host: Host, table: FunctionTable, pool: FunctionPool, mapping: EventSourceMapping) {
    this.#host = host;
    this.#table = table;
    this.#pool = pool;
    this.#mapping = mapping;
    void this.#run();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        const messages = await this.#receive();
        if (messages.length > 0) await this.#deliver(messages);
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#host.log('lambda.poll-failed', { queue: this.#mapping.queueArn, error: String(error) });
        await this.#pause();
      }
    }
  }

  async #receive(): Promise<Message[]> {
    const poll = {
      QueueUrl: this.#queueUrl(),
      MaxNumberOfMessages: Math.min(10, this.#mapping.batchSize),
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    };
    const reply = await this.#host.call('sqs', 'ReceiveMessage', poll, this.#stopped.signal);
    return (reply['Messages'] as Message[] | undefined) ?? [];
  }

  async #deliver(messages: Message[]): Promise<void> {
    const failed = await this.#invoke(messages);
    if (this.#stopped.signal.aborted) return;
    const done = messages.filter((message) => !failed.has(message.MessageId));
    if (done.length === 0) return;
    await this.#host.call('sqs', 'DeleteMessageBatch', {
      QueueUrl: this.#queueUrl(),
      Entries: done.map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle })),
    });
  }

  /** Ids of the messages that stay. */
  async #invoke(messages: Message[]): Promise<Set<string>> {
    const everything = new Set(messages.map((message) => message.MessageId));
    const event = { Records: messages.map((message) => this.#record(message)) };
    while (!this.#stopped.signal.aborted) {
      const fn = this.#table.find(this.#mapping.functionName);
      const running = fn && this.#pool.invoke(fn, event);
      if (!running) {
        await this.#pause();
        continue;
      }
      const result = await running;
      if (result.kind === 'failed') {
        this.#host.log('lambda.batch-failed', { function: this.#mapping.functionName, ...result.error });
        return everything;
      }
      return this.#mapping.reportsItemFailures ? itemFailures(result.payload) : new Set();
    }
    return everything;
  }

  #record(message: Message): Record<string, unknown> {
    return {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: message.MessageAttributes ?? {},
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: this.#mapping.queueArn,
      awsRegion: this.#host.region,
    };
  }

  #queueUrl(): string {
    return `${this.#host.endpoint()}/${this.#host.accountId}/${this.#mapping.queueArn.split(':').at(-1) ?? ''}`;
  }

  async #pause(): Promise<void> {
    await wait(retryMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }
}

function itemFailures(payload: string): Set<string> {
  const reply = JSON.parse(payload) as { batchItemFailures?: { itemIdentifier: string }[] } | null;
  return new Set((reply?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
}
