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

  it('a late index shows an item when its time has come, the other index and the table at once', async () => {
    const index = (IndexName: string, name: string) => ({
      IndexName,
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    });
    const call = (action: string, body: object) =>
      cloud().host.call('dynamodb', action, { TableName: 'late', ...body });
    await call('CreateTable', {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'a', 'b'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [index('by-a', 'a'), index('by-b', 'b')],
    });
    const found = async (name: string, more: object = {}) => {
      const { Items: items } = (await call('Query', {
        IndexName: `by-${name}`,
        KeyConditionExpression: `${name} = :x`,
        ExpressionAttributeValues: { ':x': { S: 'x' } },
        ...more,
      })) as { Items: { pk: { S: string } }[] };
      return items.map(({ pk }) => pk.S);
    };
    const rows = (pk: string) => ({ Item: { pk: { S: pk }, a: { S: 'x' }, b: { S: 'x' } } });
    await call('PutItem', rows('1'));
    cloud().host.faults.add({ id: 'lag', kind: 'index-lag', match: { resource: 'late/by-a' }, ms: 500 });
    await call('PutItem', rows('0'));
    expect([await found('a'), await found('a', { Limit: 1 }), await found('b')]).toEqual([['1'], ['1'], ['0', '1']]);
    now += 499;
    expect(await found('a')).toEqual(['1']);
    now += 1;
    expect(await found('a')).toEqual(['0', '1']);
    expect(cloud().host.faults.list()).toContainEqual(expect.objectContaining({ id: 'lag', injected: 1 }));
    cloud().host.faults.remove('lag');
  });
});
