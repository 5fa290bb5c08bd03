import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { serve } from '../../server/test-server.ts';
import { dynamodb } from './index.ts';

describe('DynamoDB under faults', () => {
  let now = Date.UTC(2026, 0, 1);
  const cloud = serve([dynamodb], () => now);
  const clientWith = (maxAttempts: number) =>
    new DynamoDBClient({
      endpoint: cloud().endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'secret' },
      maxAttempts,
    });
  const put = (pk: string) => new PutItemCommand({ TableName: 'rows', Item: { pk: { S: pk } } });
  const create = (pk: string) => ({
    Put: { TableName: 'rows', Item: { pk: { S: pk } }, ConditionExpression: 'attribute_not_exists(pk)' },
  });

  beforeAll(async () => {
    await cloud().host.call('dynamodb', 'CreateTable', {
      TableName: 'rows',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
  });

  it('a conflict cancels a transaction with one reason per item, and nothing is written', async () => {
    cloud().host.faults.add({ id: 'c', kind: 'transaction-conflict', match: {}, times: 1 });
    const client = clientWith(1);
    const write = new TransactWriteItemsCommand({ TransactItems: [create('a'), create('b')] });
    await expect(client.send(write)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
    const { Item: found } = await client.send(new GetItemCommand({ TableName: 'rows', Key: { pk: { S: 'a' } } }));
    expect(found).toBeUndefined();
    client.destroy();
  });

  it('a conflict refuses a single write, and leaves reads alone', async () => {
    cloud().host.faults.add({ id: 'c', kind: 'transaction-conflict', match: {}, times: 1 });
    const client = clientWith(1);
    await client.send(new GetItemCommand({ TableName: 'rows', Key: { pk: { S: 'a' } } }));
    await expect(client.send(put('single'))).rejects.toMatchObject({ name: 'TransactionConflictException' });
    client.destroy();
  });

  it('the SDK takes an injected throttle for one, and comes back', async () => {
    cloud().host.faults.add({ id: 't', kind: 'throttle', match: { action: 'PutItem' }, times: 1 });
    const client = clientWith(3);
    const { $metadata: metadata } = await client.send(put('throttled'));
    expect(metadata.attempts).toBe(2);
    client.destroy();
  });

  it('a transaction whose reply was lost answers its repeat without acting again', async () => {
    cloud().host.faults.add({ id: 'lost', kind: 'apply-then-fail', match: { action: 'TransactWriteItems' }, times: 1 });
    const client = clientWith(3);
    const { $metadata: metadata } = await client.send(
      new TransactWriteItemsCommand({ TransactItems: [create('once')] }),
    );
    expect(metadata.attempts).toBe(2);
    client.destroy();
  });

  it('a token is forgotten after ten minutes', async () => {
    const client = clientWith(1);
    const write = () =>
      client.send(new TransactWriteItemsCommand({ TransactItems: [create('token')], ClientRequestToken: 'one-token' }));
    await write();
    now += 9 * 60_000;
    await write();
    now += 61_000;
    await expect(write()).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    client.destroy();
  });
});
