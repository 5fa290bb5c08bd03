/**
 * What the farm needs of DynamoDB, stated with the real SDK against any endpoint: the loopback AWS, moto, or AWS
 * itself. Every case works in a table of its own run, in partitions of its own, so cases do not see each other.
 */
import { afterAll, beforeAll, describe } from '@jest/globals';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { type KnownDifferences } from './case-runner.ts';
import { describeBatches } from './dynamodb/batches.ts';
import { describeConditions } from './dynamodb/conditions.ts';
import { createTables } from './dynamodb/create-tables.ts';
import { createDynamoDbFixture } from './dynamodb/fixture.ts';
import { describeQueryAndScan } from './dynamodb/query-and-scan.ts';
import { describeSingleItems } from './dynamodb/single-items.ts';
import { describeTables } from './dynamodb/tables.ts';
import { describeTransactions } from './dynamodb/transactions.ts';
import { describeUpdates } from './dynamodb/updates.ts';

export function describeDynamoDb(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const fixture = createDynamoDbFixture(getEndpoint, differences);
  const { client, table, numbers, bytes } = fixture;

  describe(`DynamoDB on ${name}`, () => {
    beforeAll(() => createTables(fixture));
    afterAll(async () => {
      for (const one of [table, numbers, bytes]) await client.send(new DeleteTableCommand({ TableName: one }));
      client.destroy();
    });

    describeTables(fixture);
    describeSingleItems(fixture);
    describeConditions(fixture);
    describeUpdates(fixture);
    describeQueryAndScan(fixture);
    describeBatches(fixture);
    describeTransactions(fixture);
  });
}
