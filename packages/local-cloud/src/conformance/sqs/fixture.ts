/** What the SQS cases share: a client, and the calls in short. */
import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { caseRunner, type KnownDifferences } from '../case-runner.ts';
import { clientConfig } from '../client-config.ts';

export type Attributes = Partial<Record<QueueAttributeName, string>>;

export type SqsFixture = ReturnType<typeof createSqsFixture>;

export function createSqsFixture(getEndpoint: () => string, differences?: KnownDifferences) {
  const client = new SQSClient(clientConfig(getEndpoint));

  const create = async (Attributes: Attributes = {}, QueueName = `q-${randomUUID()}`): Promise<string> =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const send = (QueueUrl: string, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
  const attributes = async (QueueUrl: string): Promise<Attributes> =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
  const depth = async (QueueUrl: string): Promise<(string | undefined)[]> => {
    const all = await attributes(QueueUrl);
    return [
      all.ApproximateNumberOfMessages,
      all.ApproximateNumberOfMessagesNotVisible,
      all.ApproximateNumberOfMessagesDelayed,
    ];
  };
  const hide = (QueueUrl: string, message: Message | undefined, VisibilityTimeout: number) =>
    client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
    );
  const remove = (QueueUrl: string, message: Message | undefined) =>
    client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  const withDeadLetters = async (maxReceiveCount: number, more: Attributes = {}): Promise<[string, string, string]> => {
    const dead = await create();
    const deadLetterTargetArn = (await attributes(dead)).QueueArn ?? '';
    const source = await create({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }), ...more });
    return [source, dead, deadLetterTargetArn];
  };
  /** Until `is` holds of what `ask` says; the test's own time limit ends it. */
  const eventually = async <T>(ask: () => Promise<T>, is: (value: T) => boolean): Promise<T> => {
    for (;;) {
      const value = await ask();
      if (is(value)) return value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /**
   * What holds only for a span of real time: `claim` sees it hold for that many seconds. When it took longer than those to look, it has
   * seen nothing, and looks again at a longer span.
   */
  const whileItLasts = async <T>(claim: (seconds: number) => Promise<T>): Promise<[T, number]> => {
    for (let seconds = 1; ; seconds *= 3) {
      const startedAt = performance.now();
      try {
        return [await claim(seconds), seconds];
      } catch (error) {
        if (performance.now() - startedAt < seconds * 1_000 || seconds === 9) throw error;
      }
    }
  };

  return {
    it: caseRunner(differences),
    client,
    create,
    send,
    receive,
    attributes,
    depth,
    hide,
    remove,
    withDeadLetters,
    eventually,
    whileItLasts,
  };
}
