/** The life of a queue and its attributes. */
import { randomUUID } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { type Attributes, type SqsFixture } from './fixture.ts';

export function describeQueues({ it, client, create, send, receive, attributes }: SqsFixture): void {
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
      await expect(client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: wrong }))).rejects.toMatchObject({
        name: 'InvalidAttributeName',
      });
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
}
