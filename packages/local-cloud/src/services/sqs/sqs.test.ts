import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { sqs } from './sqs.ts';

interface Received {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
}

const dir = mkdtempSync(join(tmpdir(), 'sqs-'));
let cloud: LocalCloud;
let now = 1_800_000_000_000;

const open = () => startLocalCloud({ dir, services: [sqs], now: () => now });
const call = (action: string, body: Record<string, unknown>) => cloud.host.call('sqs', action, body);
const create = async (Attributes: Record<string, string> = {}): Promise<string> =>
  String((await call('CreateQueue', { QueueName: `q-${randomUUID()}`, Attributes }))['QueueUrl']);
const send = (QueueUrl: string, MessageBody: string, more = {}) =>
  call('SendMessage', { QueueUrl, MessageBody, ...more });
const receive = async (QueueUrl: string, more = {}): Promise<Received[]> =>
  ((await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, ...more }))['Messages'] ?? []) as Received[];
const depth = async (QueueUrl: string): Promise<unknown[]> => {
  const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  const all = Attributes as Record<string, string>;
  return ['', 'NotVisible', 'Delayed'].map((kind) => Number(all[`ApproximateNumberOfMessages${kind}`]));
};

beforeAll(async () => {
  cloud = await open();
});
afterAll(async () => {
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('SQS in process', () => {
  it('keeps messages, their state and their receipts over a restart', async () => {
    const url = await create();
    await send(url, 'held');
    const [held] = await receive(url);
    await send(url, 'ready', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } });
    await send(url, 'delayed', { DelaySeconds: 60 });
    await cloud.close();
    cloud = await open();
    expect(await depth(url)).toEqual([1, 1, 1]);
    expect(await receive(url, { MessageAttributeNames: ['All'] })).toMatchObject([
      { Body: 'ready', MessageAttributes: { a: { StringValue: 'b' } } },
    ]);
    await call('DeleteMessage', { QueueUrl: url, ReceiptHandle: held?.ReceiptHandle });
    expect(await depth(url)).toEqual([0, 1, 1]);
  });

  it('moves with the clock, not with its receivers', async () => {
    const url = await create({ VisibilityTimeout: '40', MessageRetentionPeriod: '100' });
    await send(url, 'a');
    await send(url, 'b', { DelaySeconds: 10 });
    await receive(url);
    expect(await depth(url)).toEqual([0, 1, 1]);
    now += 10_000;
    expect(await depth(url)).toEqual([1, 1, 0]);
    now += 30_000;
    expect(await depth(url)).toEqual([2, 0, 0]);
    now += 60_000;
    expect(await depth(url)).toEqual([0, 0, 0]);
  });

  it('wakes receivers in the order they came, one for each message', async () => {
    const url = await create();
    const order: string[] = [];
    const waiting = ['first', 'second', 'third'].map(async (name) => {
      const messages = await receive(url, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 });
      order.push(`${name} ${messages[0]?.Body}`);
    });
    await Promise.all(['a', 'b', 'c'].map((body) => send(url, body)));
    await Promise.all(waiting);
    expect(order).toEqual(['first a', 'second b', 'third c']);
  });

  it('wakes a receiver when a hidden message comes back, by the clock alone', async () => {
    const url = await create({ VisibilityTimeout: '0' });
    await send(url, 'x', { DelaySeconds: 900 });
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    now += 900_000;
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('wakes a receiver of the dead-letter queue when a message is given up', async () => {
    const dead = await create();
    const { Attributes } = await call('GetQueueAttributes', { QueueUrl: dead, AttributeNames: ['QueueArn'] });
    const deadLetterTargetArn = (Attributes as Record<string, string>)['QueueArn'];
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
    const source = await create({ VisibilityTimeout: '0', RedrivePolicy });
    await send(source, 'x');
    const waiting = receive(dead, { WaitTimeSeconds: 20 });
    expect(await receive(source)).toHaveLength(1);
    expect(await receive(source)).toEqual([]);
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('drops, doubles and delays messages where a fault says so, and tells the sender nothing of it', async () => {
    const url = await create();
    const resource = url.slice(url.lastIndexOf('/') + 1);
    const play = async (kind: 'drop-message' | 'duplicate-message' | 'reorder', body: string) => {
      cloud.host.faults.add({ id: kind, kind, match: { resource }, times: 1 });
      expect(await send(url, body)).toHaveProperty('MessageId');
    };
    await play('drop-message', 'dropped');
    expect(await receive(url)).toEqual([]);
    await play('duplicate-message', 'double');
    const both = await receive(url);
    expect(both.map(({ Body }) => Body)).toEqual(['double', 'double']);
    expect(both[0]?.MessageId).toBe(both[1]?.MessageId);
    await play('reorder', 'late');
    await send(url, 'early');
    expect(await receive(url)).toMatchObject([{ Body: 'early' }]);
    now += 1000;
    expect(await receive(url)).toMatchObject([{ Body: 'late' }]);
    cloud.host.faults.clear();
  });

  it('refuses to hide a message for more than 12 hours in all, or one that is not in flight', async () => {
    const url = await create({ VisibilityTimeout: '43200' });
    await send(url, 'x');
    const [held] = await receive(url);
    const hide = (VisibilityTimeout: number) =>
      call('ChangeMessageVisibility', { QueueUrl: url, ReceiptHandle: held?.ReceiptHandle, VisibilityTimeout });
    now += 1000;
    await expect(hide(43_200)).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    await hide(0);
    await expect(hide(10)).rejects.toMatchObject({ code: 'MessageNotInflight' });
    await call('DeleteMessage', { QueueUrl: url, ReceiptHandle: held?.ReceiptHandle });
    await expect(hide(10)).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('sends receivers away with nothing when their queue is deleted', async () => {
    const url = await create();
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await call('DeleteQueue', { QueueUrl: url });
    expect(await waiting).toEqual([]);
  });

  it('knows no more than the disk does when a write fails there', async () => {
    const url = await create();
    await send(url, 'kept');
    cloud.host.store.migrate(`
      CREATE TEMP TRIGGER full BEFORE INSERT ON sqs_message WHEN NEW.body = 'lost'
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    const both = [
      { Id: 'a', MessageBody: 'before' },
      { Id: 'b', MessageBody: 'lost' },
    ];
    await expect(call('SendMessageBatch', { QueueUrl: url, Entries: both })).rejects.toThrow('disk full');
    cloud.host.store.migrate('DROP TRIGGER full');
    expect(await depth(url)).toEqual([1, 0, 0]);
    expect(await receive(url)).toMatchObject([{ Body: 'kept' }]);
  });

  it('refuses a receipt of another queue', async () => {
    const [one, other] = [await create(), await create()];
    await send(one, 'x');
    const [held] = await receive(one);
    const wrong = call('DeleteMessage', { QueueUrl: other, ReceiptHandle: held?.ReceiptHandle });
    await expect(wrong).rejects.toMatchObject({ code: 'ReceiptHandleIsInvalid' });
  });

  it('finishes a move task that a restart interrupted', async () => {
    const dead = await create();
    const { Attributes } = await call('GetQueueAttributes', { QueueUrl: dead, AttributeNames: ['QueueArn'] });
    const SourceArn = (Attributes as Record<string, string>)['QueueArn'];
    const target = await create({
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 }),
    });
    const name = target.slice(target.lastIndexOf('/') + 1);
    for (const body of ['a', 'b', 'c']) await send(dead, body);
    await call('StartMessageMoveTask', {
      SourceArn,
      DestinationArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
      MaxNumberOfMessagesPerSecond: 10,
    });
    await cloud.close();
    cloud = await open();
    const moved: string[] = [];
    while (moved.length < 3) moved.push(...(await receive(target, { WaitTimeSeconds: 20 })).map(({ Body }) => Body));
    expect(moved).toEqual(['a', 'b', 'c']);
  });
});
