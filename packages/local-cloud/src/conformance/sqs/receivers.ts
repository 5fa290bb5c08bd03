/** Who gets a message, for how long, and what a receipt is good for. */
import { describe, expect } from '@jest/globals';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type SqsFixture } from './fixture.ts';

export function describeReceivers({
  it,
  client,
  create,
  send,
  receive,
  depth,
  hide,
  remove,
  eventually,
  whileItLasts,
}: SqsFixture): void {
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
      const third = new AbortController();
      const got: (string | undefined)[] = [];
      const command = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20, MaxNumberOfMessages: 1 });
      const waiting = [1, 2, 3].map(async () => {
        const { Messages = [] } = await client.send(command, { abortSignal: third.signal });
        got.push(...Messages.map(({ Body }) => Body));
      });
      await Promise.all([send(url, 'a'), send(url, 'b')]);
      await eventually(
        () => Promise.resolve(got.length),
        (count) => count >= 2,
      );
      expect(await receive(url, { WaitTimeSeconds: 1 })).toEqual([]);
      third.abort();
      await Promise.allSettled(waiting);
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
      const [url, seconds] = await whileItLasts(async (first) => {
        const hidden = await create({ VisibilityTimeout: String(first) });
        await send(hidden, 'x');
        const [message] = await receive(hidden);
        await hide(hidden, message, 60);
        return hidden;
      });
      expect(await receive(url, { WaitTimeSeconds: seconds + 1 })).toEqual([]);
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
}
