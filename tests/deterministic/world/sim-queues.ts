/**
 * SQS as its clients see it: at least once, in no order, hidden for a while when handed out. The weather loses messages, doubles them and
 * brings them late.
 */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { between, type Dice } from './chance.ts';
import { type Life } from './life.ts';
import { type VirtualTime } from './virtual-time.ts';
import { type Weather } from './weather.ts';

interface Message {
  readonly body: string;
  visibleAt: number;
  /** Grows with each time it is handed out: an old receipt no longer counts. */
  receives: number;
}

interface Poll {
  readonly hideMs: number;
  answer(reply: object): void;
}

class Queue {
  readonly messages = new Map<number, Message>();
  readonly polls = new Set<Poll>();
}

export class SimQueues {
  readonly #time: VirtualTime;
  readonly #weather: Weather;
  readonly #dice: Dice;
  readonly #queues = new Map<string, Queue>();
  #ids = 0;

  constructor(time: VirtualTime, weather: Weather, dice: Dice) {
    this.#time = time;
    this.#weather = weather;
    this.#dice = dice;
  }

  /** Messages of the queue, in hands or not. */
  depth(url: string): number {
    return this.#queue(url).messages.size;
  }

  clientOf(life: Life, dice: Dice): SQSClient {
    const send = (command: object): Promise<unknown> =>
      life.call({
        what: 'read',
        serve: () => this.#serve(command),
        ...this.#weather.fateOf('queue', false, dice),
      });
    return { send } as unknown as SQSClient;
  }

  async #serve(command: object): Promise<object> {
    if (command instanceof SendMessageBatchCommand) {
      const { QueueUrl = '', Entries = [] } = command.input;
      for (const { MessageBody = '' } of Entries) this.#put(QueueUrl, MessageBody);
      return { Successful: Entries.map(({ Id }) => ({ Id })) };
    }
    if (command instanceof SendMessageCommand) {
      this.#put(command.input.QueueUrl ?? '', command.input.MessageBody ?? '');
      return {};
    }
    if (command instanceof ReceiveMessageCommand) return this.#receive(command);
    if (command instanceof DeleteMessageCommand) return this.#delete(command.input.QueueUrl, command.input);
    if (command instanceof DeleteMessageBatchCommand) return this.#deleteAll(command);
    if (command instanceof ChangeMessageVisibilityCommand) return this.#hide(command);
    if (command instanceof GetQueueAttributesCommand) return this.#count(command);
    throw new TypeError(`SQS does not know ${command.constructor.name}`);
  }

  #queue(url: string): Queue {
    let queue = this.#queues.get(url);
    if (!queue) this.#queues.set(url, (queue = new Queue()));
    return queue;
  }

  #put(url: string, body: string): void {
    if (this.#weather.strikes('message-lost', this.#dice)) return;
    const copies = this.#weather.strikes('message-doubled', this.#dice) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const lateMs = this.#weather.strikes('message-late', this.#dice) ? this.#dice.below(90_000) : 0;
      const visibleAt = this.#time.now + lateMs;
      this.#queue(url).messages.set((this.#ids += 1), { body, visibleAt, receives: 0 });
      this.#time.at(visibleAt, () => this.#offer(url));
    }
  }

  /** Hands what is visible to those who wait. */
  #offer(url: string): void {
    const queue = this.#queue(url);
    for (const poll of queue.polls) {
      const reply = this.#take(url, poll.hideMs);
      if (!reply) return;
      queue.polls.delete(poll);
      poll.answer(reply);
    }
  }

  #take(url: string, hideMs: number): object | undefined {
    const visible = [...this.#queue(url).messages].filter(([, { visibleAt }]) => visibleAt <= this.#time.now);
    const [id, message] = this.#dice.one(visible) ?? [];
    if (id === undefined || !message) return undefined;
    message.receives += 1;
    // Now and then a message is handed to two: SQS promises at least once.
    const isDoubled = this.#weather.strikes('message-doubled', this.#dice);
    message.visibleAt = this.#time.now + (isDoubled ? between(this.#dice, 1, 500) : hideMs);
    this.#time.at(message.visibleAt, () => this.#offer(url));
    return { Messages: [{ MessageId: `${id}`, Body: message.body, ReceiptHandle: `${id}/${message.receives}` }] };
  }

  #receive({ input }: ReceiveMessageCommand): Promise<object> {
    const url = input.QueueUrl ?? '';
    const hideMs = (input.VisibilityTimeout ?? 30) * 1_000;
    const taken = this.#take(url, hideMs);
    if (taken) return Promise.resolve(taken);
    return new Promise((resolve) => {
      const poll: Poll = { hideMs, answer: resolve };
      const { polls } = this.#queue(url);
      polls.add(poll);
      this.#time.after((input.WaitTimeSeconds ?? 0) * 1_000, () => {
        if (polls.delete(poll)) resolve({});
      });
    });
  }

  #delete(url = '', { ReceiptHandle }: { ReceiptHandle?: string | undefined }): object {
    const [id] = readReceipt(ReceiptHandle);
    this.#queue(url).messages.delete(id);
    return {};
  }

  #deleteAll({ input: { QueueUrl, Entries = [] } }: DeleteMessageBatchCommand): object {
    for (const entry of Entries) this.#delete(QueueUrl, entry);
    return { Successful: Entries.map(({ Id }) => ({ Id })) };
  }

  #hide({ input }: ChangeMessageVisibilityCommand): object {
    const url = input.QueueUrl ?? '';
    const [id, receives] = readReceipt(input.ReceiptHandle);
    const message = this.#queue(url).messages.get(id);
    if (message?.receives !== receives) return {};
    message.visibleAt = this.#time.now + (input.VisibilityTimeout ?? 0) * 1_000;
    this.#time.at(message.visibleAt, () => this.#offer(url));
    return {};
  }

  #count({ input }: GetQueueAttributesCommand): object {
    const messages = [...this.#queue(input.QueueUrl ?? '').messages.values()];
    const visible = messages.filter(({ visibleAt }) => visibleAt <= this.#time.now).length;
    return {
      Attributes: {
        ApproximateNumberOfMessages: `${visible}`,
        ApproximateNumberOfMessagesNotVisible: `${messages.length - visible}`,
      },
    };
  }
}

function readReceipt(receipt = ''): [id: number, receives: number] {
  const [id = '', receives = ''] = receipt.split('/');
  return [Number(id), Number(receives)];
}
