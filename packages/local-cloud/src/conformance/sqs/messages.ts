/** A message arrives as it was sent. */
import { createHash } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import { type MessageAttributeValue } from '@aws-sdk/client-sqs';
import { type SqsFixture } from './fixture.ts';

export function describeMessages({ it, create, send, receive, depth, eventually, whileItLasts }: SqsFixture): void {
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
      const pieces = ['t', 'String'].map((text) => Buffer.concat([Buffer.of(0, 0, 0, text.length), Buffer.from(text)]));
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
      const [url, seconds] = await whileItLasts(async (DelaySeconds) => {
        const delayed = await create();
        await send(delayed, 'x', { DelaySeconds });
        expect(await depth(delayed)).toEqual(['0', '0', '1']);
        expect(await receive(delayed)).toEqual([]);
        return delayed;
      });
      expect(await receive(url, { WaitTimeSeconds: seconds + 4 })).toHaveLength(1);
    });

    it('becomes visible again with time alone, without a receiver', async () => {
      const [url] = await whileItLasts(async (seconds) => {
        const hidden = await create({ VisibilityTimeout: String(seconds) });
        await send(hidden, 'x');
        await receive(hidden);
        expect(await depth(hidden)).toEqual(['0', '1', '0']);
        return hidden;
      });
      await eventually(
        () => depth(url),
        ([ready]) => ready === '1',
      );
    });
  });
}
