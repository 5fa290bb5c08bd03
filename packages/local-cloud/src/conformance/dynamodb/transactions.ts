/** All or nothing: what is applied, what is refused and why, and repeated calls. */
import { randomUUID } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import { TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { S, N, type DynamoDbFixture } from './fixture.ts';

export function describeTransactions({
  it,
  client,
  table,
  fresh,
  put,
  get,
  transact,
  key,
  invalid,
}: DynamoDbFixture): void {
  describe('transactions', () => {
    it('all writes happen together', async () => {
      const pk = fresh();
      await put({ ...key(pk, 'old'), n: N(1) });
      await transact([
        { Put: { TableName: table, Item: key(pk, 'new'), ConditionExpression: 'attribute_not_exists(pk)' } },
        {
          Update: {
            TableName: table,
            Key: key(pk, 'old'),
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': N(1) },
          },
        },
        { Delete: { TableName: table, Key: key(pk, 'gone') } },
        {
          ConditionCheck: {
            TableName: table,
            Key: key(pk, 'never'),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]);
      expect(await get(key(pk, 'new'))).toEqual(key(pk, 'new'));
      expect(await get(key(pk, 'old'))).toEqual({ ...key(pk, 'old'), n: N(2) });
    });

    it('one failed condition undoes all and says which it was, with the item when asked for', async () => {
      const pk = fresh();
      await put({ ...key(pk, 'there'), a: S('1') });
      await expect(
        transact([
          { Put: { TableName: table, Item: key(pk, 'new') } },
          {
            Put: {
              TableName: table,
              Item: key(pk, 'there'),
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ]),
      ).rejects.toMatchObject({
        name: 'TransactionCanceledException',
        message: expect.stringContaining('[None, ConditionalCheckFailed]'),
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Item: { ...key(pk, 'there'), a: S('1') } },
        ],
      });
      expect(await get(key(pk, 'new'))).toBeUndefined();
    });

    it('the same item twice is refused', async () => {
      const pk = fresh();
      const write = { Put: { TableName: table, Item: key(pk) } };
      await expect(transact([write, write])).rejects.toMatchObject(
        invalid('Transaction request cannot include multiple operations on one item'),
      );
    });

    it('a hundred items pass, one more does not', async () => {
      const pk = fresh();
      const puts = (count: number) =>
        Array.from({ length: count }, (_, at) => ({ Put: { TableName: table, Item: key(pk, String(at)) } }));
      await transact(puts(100));
      await expect(transact(puts(101))).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('a repeated token acts once, and refuses other content', async () => {
      const pk = fresh();
      const token = randomUUID();
      const count = (by: number) =>
        transact(
          [
            {
              Update: {
                TableName: table,
                Key: key(pk),
                UpdateExpression: 'ADD n :by',
                ExpressionAttributeValues: { ':by': N(by) },
              },
            },
          ],
          token,
        );
      await count(1);
      await count(1);
      expect(await get(key(pk))).toEqual({ ...key(pk), n: N(1) });
      await expect(count(2)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    });

    it('items are read together, missing ones as nothing', async () => {
      const pk = fresh();
      await put({ ...key(pk, 'a'), x: N(1), y: N(2) });
      const { Responses: found } = await client.send(
        new TransactGetItemsCommand({
          TransactItems: [
            { Get: { TableName: table, Key: key(pk, 'a'), ProjectionExpression: 'x' } },
            { Get: { TableName: table, Key: key(pk, 'b') } },
          ],
        }),
      );
      expect(found?.map(({ Item: item }) => item)).toEqual([{ x: N(1) }, undefined]);
    });
  });
}
