/** The life of a table: made, described, changed, protected, deleted. */
import { randomUUID } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { S, type DynamoDbFixture } from './fixture.ts';

export function describeTables({ it, client, table, numbers, bytes, key, invalid }: DynamoDbFixture): void {
  describe('tables', () => {
    it('a created table is described as active with its keys and indexes', async () => {
      const { Table: described } = await client.send(new DescribeTableCommand({ TableName: table }));
      expect(described?.TableStatus).toBe('ACTIVE');
      expect(described?.TableArn).toContain(`table/${table}`);
      expect(described?.KeySchema).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      expect(described?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus])).toEqual(
        expect.arrayContaining([
          ['all-by-number', 'ACTIVE'],
          ['keys', 'ACTIVE'],
          ['some', 'ACTIVE'],
        ]),
      );
    });

    it('a table that exists is not created again', async () => {
      const again = new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      });
      await expect(client.send(again)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    });

    it('a key attribute without a definition is refused', async () => {
      const bad = new CreateTableCommand({
        TableName: `bad-${randomUUID()}`,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      });
      await expect(client.send(bad)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('tables are listed by name', async () => {
      const { TableNames: names } = await client.send(new ListTablesCommand({}));
      expect(names).toEqual(expect.arrayContaining([table, numbers]));
    });

    it('an unknown table is not found', async () => {
      const unknown = `none-${randomUUID()}`;
      await expect(client.send(new DescribeTableCommand({ TableName: unknown }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Requested resource not found: Table: ${unknown} not found`,
      });
      await expect(client.send(new GetItemCommand({ TableName: unknown, Key: key('x') }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'Requested resource not found',
      });
    });

    it('a protected table is not deleted until the protection is lifted', async () => {
      const protectedTable = `protected-${randomUUID()}`;
      await client.send(
        new CreateTableCommand({
          TableName: protectedTable,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          DeletionProtectionEnabled: true,
        }),
      );
      await expect(client.send(new DeleteTableCommand({ TableName: protectedTable }))).rejects.toMatchObject({
        name: 'ValidationException',
      });
      await client.send(new UpdateTableCommand({ TableName: protectedTable, DeletionProtectionEnabled: false }));
      await client.send(new DeleteTableCommand({ TableName: protectedTable }));
      await expect(client.send(new DescribeTableCommand({ TableName: protectedTable }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    });

    it('an index added later holds the items that were there', async () => {
      const late = `late-${randomUUID()}`;
      await client.send(
        new CreateTableCommand({
          TableName: late,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        }),
      );
      await client.send(new PutItemCommand({ TableName: late, Item: { pk: S('1'), color: S('red') } }));
      await client.send(
        new UpdateTableCommand({
          TableName: late,
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'color', AttributeType: 'S' },
          ],
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName: 'by-color',
                KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'ALL' },
              },
            },
          ],
        }),
      );
      const { Items: found } = await client.send(
        new QueryCommand({
          TableName: late,
          IndexName: 'by-color',
          KeyConditionExpression: 'color = :c',
          ExpressionAttributeValues: { ':c': S('red') },
        }),
      );
      expect(found).toEqual([{ pk: S('1'), color: S('red') }]);
      await client.send(new DeleteTableCommand({ TableName: late }));
    });

    it('time to live is switched on once and described', async () => {
      const enable = () =>
        client.send(
          new UpdateTimeToLiveCommand({
            TableName: bytes,
            TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
          }),
        );
      await enable();
      const { TimeToLiveDescription: described } = await client.send(
        new DescribeTimeToLiveCommand({ TableName: bytes }),
      );
      expect(described).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
      await expect(enable()).rejects.toMatchObject(invalid('TimeToLive is already enabled'));
    });

    it('backups are described and tags kept', async () => {
      const { ContinuousBackupsDescription: backups } = await client.send(
        new DescribeContinuousBackupsCommand({ TableName: table }),
      );
      expect(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('DISABLED');
      const { Table: described } = await client.send(new DescribeTableCommand({ TableName: table }));
      const arn = described?.TableArn;
      await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'farm', Value: 'one' }] }));
      const { Tags: tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
      expect(tags).toEqual([{ Key: 'farm', Value: 'one' }]);
    });
  });
}
