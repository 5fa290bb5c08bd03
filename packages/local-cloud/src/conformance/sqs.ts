/**
 * What the farm needs of SQS, stated with the real SDK against any endpoint. Every case has a queue of its own. The SDK
 * itself checks the MD5 of each body, so a wrong digest fails any case.
 */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type Message,
  type MessageAttributeValue,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { caseRunner, type KnownDifferences } from './case-runner.ts';

type Attributes = Partial<Record<QueueAttributeName, string>>;

export function describeSqs(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const it = caseRunner(differences);
  let client: SQSClient;

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

  describe(`SQS on ${name}`, () => {
    beforeAll(() => {
      client = new SQSClient({
        endpoint: getEndpoint(),
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIACONFORMANCE', secretAccessKey: 'local' },
        maxAttempts: 1,
      });
    });
    afterAll(() => client.destroy());

    describe('a queue', () => {
      it('is created once: the same attributes give the same URL, others are refused', async () => {
        const QueueName = `q-${randomUUID()}`;
        const url = await create({ VisibilityTimeout: '45' }, QueueName);
        expect(await create({ VisibilityTimeout: '45' }, QueueName)).toBe(url);
        expect(await create({}, QueueName)).toBe(url);
        await expect(create({ VisibilityTimeout: '46' }, QueueName)).rejects.toMatchObject({ name: 'QueueNameExists' });
      });

      it('is found by its name and listed by prefix', async () => {
        const QueueName = `q-${randomUUID()}`;
        const url = await create({}, QueueName);
        expect((await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl).toBe(url);
        expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: QueueName }))).QueueUrls).toEqual([url]);
      });

      it('that does not exist is said to not exist', async () => {
        await expect(client.send(new GetQueueUrlCommand({ QueueName: 'q-none' }))).rejects.toMatchObject({
          name: 'QueueDoesNotExist',
        });
        const url = await create();
        await client.send(new DeleteQueueCommand({ QueueUrl: url }));
        await expect(send(url, 'late')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
      });

      it('has the defaults of a standard queue', async () => {
        const all = await attributes(await create());
        expect(all).toMatchObject({
          VisibilityTimeout: '30',
          DelaySeconds: '0',
          MessageRetentionPeriod: '345600',
          ReceiveMessageWaitTimeSeconds: '0',
          SqsManagedSseEnabled: 'true',
          ApproximateNumberOfMessages: '0',
        });
        expect(all.QueueArn).toMatch(/^arn:aws:sqs:us-east-1:\d{12}:q-/);
      });

      it('takes messages of up to 1 MiB by default', async () => {
        const url = await create();
        expect((await attributes(url)).MaximumMessageSize).toBe('1048576');
        await send(url, 'x'.repeat(1_048_576));
        await expect(send(url, 'x'.repeat(1_048_577))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      });

      it('keeps changed attributes and refuses those that mean nothing', async () => {
        const QueueUrl = await create();
        await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '77' } }));
        expect((await attributes(QueueUrl)).VisibilityTimeout).toBe('77');
        const wrong = { Nonsense: '1' } as Attributes;
        await expect(client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: wrong }))).rejects.toMatchObject(
          { name: 'InvalidAttributeName' },
        );
      });

      it('refuses an attribute out of its range', async () => {
        await expect(create({ VisibilityTimeout: '43201' })).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
      });

      it('carries tags', async () => {
        const QueueUrl = await create();
        await client.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
        await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
        expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
      });

      it('is empty after a purge', async () => {
        const QueueUrl = await create();
        await send(QueueUrl, 'a');
        await client.send(new PurgeQueueCommand({ QueueUrl }));
        expect(await receive(QueueUrl)).toEqual([]);
      });
    });

    describe('a message', () => {
      it('comes with its attributes and what SQS knows of it', async () => {
        const url = await create();
        const sentAt = Date.now();
        const MessageAttributes: Record<string, MessageAttributeValue> = {
          text: { DataType: 'String', StringValue: 'ü 🎬' },
          'number.of': { DataType: 'Number.int', StringValue: '42' },
          bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255, 7) },
        };
        const sent = await send(url, '{"v":1}', {
          MessageAttributes,
          MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988' } },
        });
        expect(sent.MD5OfMessageBody).toBe(createHash('md5').update('{"v":1}').digest('hex'));
        const [message] = await receive(url, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
        expect(message).toMatchObject({ MessageId: sent.MessageId, Body: '{"v":1}' });
        expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
        expect(message?.MessageAttributes?.['text']).toMatchObject({ DataType: 'String', StringValue: 'ü 🎬' });
        expect([...(message?.MessageAttributes?.['bytes']?.BinaryValue ?? [])]).toEqual([0, 255, 7]);
        expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1-5759e988' });
        expect(Number(message?.Attributes?.SentTimestamp)).toBeGreaterThanOrEqual(sentAt - 1000);
      });

      it('has the MD5 of attributes that AWS documents', async () => {
        const url = await create();
        const MessageAttributes = { t: { DataType: 'String', StringValue: 'v' } };
        const pieces = ['t', 'String'].map((text) =>
          Buffer.concat([Buffer.of(0, 0, 0, text.length), Buffer.from(text)]),
        );
        const bytes = Buffer.concat([...pieces, Buffer.of(1, 0, 0, 0, 1), Buffer.from('v')]);
        const expected = createHash('md5').update(bytes).digest('hex');
        expect((await send(url, 'x', { MessageAttributes })).MD5OfMessageAttributes).toBe(expected);
      });

      it('shows only the attributes that were asked for', async () => {
        const url = await create();
        const value = { DataType: 'String', StringValue: 'v' };
        await send(url, 'x', { MessageAttributes: { 'trace.id': value, 'trace.span': value, other: value } });
        const [message] = await receive(url, { MessageAttributeNames: ['trace.*'] });
        expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(['trace.id', 'trace.span']);
        expect(message?.Attributes).toBeUndefined();
      });

      it('of a group on a standard queue says its group', async () => {
        const url = await create();
        await send(url, 'x', { MessageGroupId: 'tenant-1' });
        const [message] = await receive(url, { MessageSystemAttributeNames: ['MessageGroupId'] });
        expect(message?.Attributes).toEqual({ MessageGroupId: 'tenant-1' });
      });

      it('without a body, or with characters XML cannot hold, is refused', async () => {
        const url = await create();
        await expect(send(url, '')).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
        await expect(send(url, 'a\u0001b')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
      });

      it('is hidden while delayed, and counted as such', async () => {
        const url = await create();
        await send(url, 'x', { DelaySeconds: 1 });
        expect(await depth(url)).toEqual(['0', '0', '1']);
        expect(await receive(url)).toEqual([]);
        expect(await receive(url, { WaitTimeSeconds: 5 })).toHaveLength(1);
      });

      it('becomes visible again with time alone, without a receiver', async () => {
        const url = await create({ VisibilityTimeout: '1' });
        await send(url, 'x');
        await receive(url);
        expect(await depth(url)).toEqual(['0', '1', '0']);
        await eventually(
          () => depth(url),
          ([ready]) => ready === '1',
        );
      });
    });

    describe('a receiver', () => {
      it('waits for a message and gets it at once when it comes', async () => {
        const url = await create();
        const startedAt = Date.now();
        const waiting = receive(url, { WaitTimeSeconds: 10 });
        await send(url, 'x');
        expect(await waiting).toHaveLength(1);
        expect(Date.now() - startedAt).toBeLessThan(5000);
      });

      it('gets nothing after waiting for nothing', async () => {
        expect(await receive(await create(), { WaitTimeSeconds: 1 })).toEqual([]);
      });

      it('shares no message with another that waits', async () => {
        const url = await create();
        const waiting = [1, 2, 3].map(() => receive(url, { WaitTimeSeconds: 2, MaxNumberOfMessages: 1 }));
        await Promise.all([send(url, 'a'), send(url, 'b')]);
        const got = (await Promise.all(waiting)).flat().map(({ Body }) => Body);
        expect(got.sort()).toEqual(['a', 'b']);
      });

      it('gives a message back by a visibility of 0, and another that waits gets it', async () => {
        const url = await create();
        await send(url, 'x');
        const [message] = await receive(url);
        const waiting = receive(url, { WaitTimeSeconds: 10, MessageSystemAttributeNames: ['All'] });
        const startedAt = Date.now();
        await hide(url, message, 0);
        const [again] = await waiting;
        expect(again).toMatchObject({ MessageId: message?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
        expect(Date.now() - startedAt).toBeLessThan(5000);
      });

      it('that went away while waiting takes no message with it', async () => {
        const url = await create();
        const away = new AbortController();
        const command = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 });
        const waiting = client.send(command, { abortSignal: away.signal }).catch(() => 'gone');
        expect(await depth(url)).toEqual(['0', '0', '0']);
        away.abort();
        expect(await waiting).toBe('gone');
        expect(await depth(url)).toEqual(['0', '0', '0']);
        await send(url, 'x');
        expect(await receive(url, { WaitTimeSeconds: 2 })).toHaveLength(1);
      });

      it('keeps a message hidden for longer when it says so', async () => {
        const url = await create({ VisibilityTimeout: '1' });
        await send(url, 'x');
        const [message] = await receive(url);
        await hide(url, message, 60);
        expect(await receive(url, { WaitTimeSeconds: 2 })).toEqual([]);
      });

      it('deletes with an older receipt, too, and deleting twice is no error', async () => {
        const url = await create({ VisibilityTimeout: '0' });
        await send(url, 'x');
        const [first] = await receive(url);
        const [second] = await receive(url);
        expect(second?.MessageId).toBe(first?.MessageId);
        await remove(url, first);
        await remove(url, second);
        expect(await depth(url)).toEqual(['0', '0', '0']);
      });

      it('is told that a mangled receipt is invalid', async () => {
        const url = await create();
        const mangled = { ReceiptHandle: 'bWFuZ2xlZA==' };
        await expect(remove(url, mangled)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
      });

      it('may ask for 1 to 10 messages and wait for 20 seconds at most', async () => {
        const url = await create();
        for (const more of [{ MaxNumberOfMessages: 0 }, { MaxNumberOfMessages: 11 }, { WaitTimeSeconds: 21 }]) {
          await expect(receive(url, more)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
        }
      });
    });

    describe('a batch', () => {
      const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });
      const sendAll = (QueueUrl: string, Entries: ReturnType<typeof entry>[]) =>
        client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

      it('sends, hides and deletes ten at a time', async () => {
        const QueueUrl = await create();
        const ids = Array.from({ length: 10 }, (_, n) => `e${n}`);
        const sent = await sendAll(
          QueueUrl,
          ids.map((id) => entry(id)),
        );
        expect(sent.Successful?.map(({ Id }) => Id)).toEqual(ids);
        const messages = await receive(QueueUrl);
        expect(messages).toHaveLength(10);
        const Entries = messages.map(({ ReceiptHandle }, n) => ({ Id: `m${n}`, ReceiptHandle, VisibilityTimeout: 0 }));
        const shown = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
        expect(shown.Successful).toHaveLength(10);
        expect(await receive(QueueUrl)).toHaveLength(10);
        const gone = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        expect(gone.Successful).toHaveLength(10);
        expect(await depth(QueueUrl)).toEqual(['0', '0', '0']);
      });

      it('says for each entry by itself what went wrong', async () => {
        const QueueUrl = await create();
        await send(QueueUrl, 'x');
        const [message] = await receive(QueueUrl);
        const Entries = [
          { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'bad', ReceiptHandle: 'bWFuZ2xlZA==' },
        ];
        const reply = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        expect(reply.Successful).toEqual([{ Id: 'good' }]);
        expect(reply.Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
      });

      it('may not be empty, have more than ten entries, or an id twice', async () => {
        const url = await create();
        await expect(sendAll(url, [])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
        const eleven = Array.from({ length: 11 }, (_, n) => entry(`e${n}`));
        await expect(sendAll(url, eleven)).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
        await expect(sendAll(url, [entry('a'), entry('a')])).rejects.toMatchObject({
          name: 'BatchEntryIdsNotDistinct',
        });
        await expect(sendAll(url, [entry('a b')])).rejects.toMatchObject({ name: 'InvalidBatchEntryId' });
      });

      it('may not exceed the limit of one message with all its entries', async () => {
        const url = await create();
        const large = [entry('a', 'x'.repeat(600_000)), entry('b', 'x'.repeat(600_000))];
        await expect(sendAll(url, large)).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
      });
    });

    describe('a dead-letter queue', () => {
      it('gets what was received too often, with its id and its count', async () => {
        const [source, dead] = await withDeadLetters(2, { VisibilityTimeout: '0' });
        const sent = await send(source, 'x');
        expect(await receive(source)).toHaveLength(1);
        expect(await receive(source)).toHaveLength(1);
        expect(await receive(source)).toEqual([]);
        const [message] = await receive(dead, { MessageSystemAttributeNames: ['All'] });
        expect(message).toMatchObject({ MessageId: sent.MessageId, Body: 'x' });
        expect(message?.Attributes?.ApproximateReceiveCount).toBe('3');
      });

      it('says which queue gave a message up', async () => {
        const [source, dead] = await withDeadLetters(1, { VisibilityTimeout: '0' });
        await send(source, 'x');
        await receive(source);
        await receive(source);
        const [message] = await receive(dead, { MessageSystemAttributeNames: ['All'] });
        expect(message?.Attributes?.DeadLetterQueueSourceArn).toBe((await attributes(source)).QueueArn);
      });

      it('must exist', async () => {
        const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:none';
        const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 });
        await expect(create({ RedrivePolicy })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
      });

      it('knows the queues that use it', async () => {
        const [source, dead] = await withDeadLetters(1);
        const found = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
        expect(found.queueUrls).toEqual([source]);
      });

      it('is moved back to its sources by a move task', async () => {
        const [source, dead, SourceArn] = await withDeadLetters(1, { VisibilityTimeout: '0' });
        await send(source, 'x');
        await receive(source);
        await receive(source);
        const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
        expect(TaskHandle).toBeTruthy();
        const list = () => client.send(new ListMessageMoveTasksCommand({ SourceArn }));
        const done = await eventually(list, ({ Results }) => Results?.[0]?.Status === 'COMPLETED');
        expect(done.Results?.[0]).toMatchObject({ SourceArn, ApproximateNumberOfMessagesMoved: 1 });
        expect(await depth(dead)).toEqual(['0', '0', '0']);
        expect(await receive(source)).toMatchObject([{ Body: 'x' }]);
        await expect(client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toThrow();
      });
    });
  });
}
