/** Many messages in one call, each with its own outcome. */
import { describe, expect } from '@jest/globals';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { type SqsFixture } from './fixture.ts';

export function describeBatches({ it, client, create, send, receive, depth }: SqsFixture): void {
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
}
