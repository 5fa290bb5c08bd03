/** What the DynamoDB cases share: tables of this run alone, partitions of their own, and the calls in short. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItem,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { caseRunner, type KnownDifferences } from '../case-runner.ts';
import { clientConfig } from '../client-config.ts';

export type Item = Record<string, AttributeValue>;
export const S = (value: string): AttributeValue => ({ S: value });
export const N = (value: number | string): AttributeValue => ({ N: String(value) });

export type DynamoDbFixture = ReturnType<typeof createDynamoDbFixture>;

export function createDynamoDbFixture(getEndpoint: () => string, differences?: KnownDifferences) {
  const table = `conformance-${randomUUID()}`;
  const client = new DynamoDBClient(clientConfig(getEndpoint));
  return {
    it: caseRunner(differences),
    client,
    /** Keys `pk`, `sk`; three global indexes and a local one. */
    table,
    /** Its sort key is a number. */
    numbers: `conformance-n-${randomUUID()}`,
    /** Its sort key is bytes. */
    bytes: `conformance-b-${randomUUID()}`,
    fresh: () => `p-${randomUUID()}`,
    put: (item: Item, more: Partial<PutItemCommandInput> = {}) =>
      client.send(new PutItemCommand({ TableName: table, Item: item, ...more })),
    get: async (key: Item) =>
      (await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item,
    update: (key: Item, expression: string, more: Partial<UpdateItemCommandInput> = {}) =>
      client.send(new UpdateItemCommand({ TableName: table, Key: key, UpdateExpression: expression, ...more })),
    query: (more: Partial<QueryCommandInput>) => client.send(new QueryCommand({ TableName: table, ...more })),
    transact: (items: TransactWriteItem[], token?: string) =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: items,
          ...(token !== undefined && { ClientRequestToken: token }),
        }),
      ),
    key: (pk: string, sk = 'a'): Item => ({ pk: S(pk), sk: S(sk) }),
    sks: (items: Item[] | undefined) => (items ?? []).map((item) => item['sk']?.S),
    invalid: (message: RegExp | string) => ({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    }),
  };
}
