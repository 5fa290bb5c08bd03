/** Many items in one call: written, read, and what a batch may not be. */
import { describe, expect } from '@jest/globals';
import { BatchGetItemCommand, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { N, type Item, type DynamoDbFixture } from './fixture.ts';

export function describeBatches({ it, client, table, fresh, put, key, invalid }: DynamoDbFixture): void {
  describe('batches', () => {
    it('a batch writes and deletes, another reads what is there', async () => {
      const pk = fresh();
      await put(key(pk, 'old'));
      await client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [table]: [
              { PutRequest: { Item: { ...key(pk, 'new'), a: N(1) } } },
              { DeleteRequest: { Key: key(pk, 'old') } },
            ],
          },
        }),
      );
      const { Responses: found, UnprocessedKeys: left } = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [table]: { Keys: [key(pk, 'new'), key(pk, 'old')], ConsistentRead: true } },
        }),
      );
      expect(found?.[table]).toEqual([{ ...key(pk, 'new'), a: N(1) }]);
      expect(left).toEqual({});
    });

    it('a batch with the same key twice, or with too many, is refused', async () => {
      const pk = fresh();
      const write = (items: Item[]) =>
        client.send(
          new BatchWriteItemCommand({
            RequestItems: { [table]: items.map((item) => ({ PutRequest: { Item: item } })) },
          }),
        );
      await expect(write([key(pk), key(pk)])).rejects.toMatchObject(
        invalid('Provided list of item keys contains duplicates'),
      );
      const many = (count: number) => Array.from({ length: count }, (_, at) => key(pk, String(at)));
      await expect(write(many(26))).rejects.toMatchObject({ name: 'ValidationException' });
      const read = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: many(101) } } });
      await expect(client.send(read)).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}
