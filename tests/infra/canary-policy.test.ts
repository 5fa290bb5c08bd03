import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { prod } from '@reelyard/environments';
import { allPolicies, namesOf } from '@reelyard/infra';
import { createDynamoLedger } from '@reelyard/ledger';

/** Partitions that the ledger asks for when somebody lists the instances of a pool. */
async function partitionsAsked(pools: readonly string[]): Promise<string[]> {
  const asked: string[] = [];
  const client = new DynamoDBClient({ region: prod.region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  client.middlewareStack.add(
    () => (args) => {
      const { ExpressionAttributeValues = {} } = args.input as { ExpressionAttributeValues?: Record<string, unknown> };
      const values = Object.values(ExpressionAttributeValues) as { S?: string }[];
      asked.push(...values.flatMap(({ S }) => (S?.startsWith('F#') ? [S] : [])));
      return Promise.resolve({ output: { Items: [], $metadata: {} }, response: {} });
    },
    { step: 'initialize' },
  );
  const ledger = createDynamoLedger({ client, table: 'ledger' });
  for (const pool of pools) await ledger.listInstances(pool);
  client.destroy();
  return asked;
}

describe('the role of the canary', () => {
  it('may read the partitions of the pools, as the ledger names them, and no other', async () => {
    const names = namesOf(prod, '123456789012');
    const statements = allPolicies(names).find(({ of }) => of === names.roles.canary)?.statements ?? [];
    const reading = statements.find(({ actions }) => actions.includes('dynamodb:Query'));
    expect(reading?.actions).toEqual(['dynamodb:Query']);
    expect(reading?.conditions).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': await partitionsAsked(names.pools) },
    });
  });
});
