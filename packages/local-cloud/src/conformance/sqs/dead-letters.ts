/** Where messages go that nobody could handle, and how they come back. */
import { describe, expect } from '@jest/globals';
import {
  CancelMessageMoveTaskCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { type SqsFixture } from './fixture.ts';

export function describeDeadLetters({
  it,
  client,
  create,
  send,
  receive,
  attributes,
  depth,
  withDeadLetters,
  eventually,
}: SqsFixture): void {
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
}
