/** Consistent reads by key and partition, and the index queries that nominate. Pages are followed to the limit or to the end. */
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { INDEX_FIELDS } from '../items/index-keys.ts';
import { type IndexQuery, type PartitionQuery } from '../item-store.ts';
import { type Item, type ItemKey } from '../protocol/change.ts';
import { type Attributes, decodeItem, encodeKey } from './encode.ts';
import { faultOf } from './errors.ts';

/** Above every character that a sort key has. */
const LAST = '~';

function rangeOf(from: string | undefined, upTo: string | undefined): string {
  if (from === undefined) return upTo === undefined ? '' : ' AND #sk <= :upTo';
  return upTo === undefined ? ' AND #sk >= :from' : ' AND #sk BETWEEN :from AND :upTo';
}

export class Reader {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(keys: readonly ItemKey[]): Promise<(Item | undefined)[]> {
    try {
      const [only] = keys;
      return only && keys.length === 1 ? [await this.#getOne(only)] : await this.#getMany(keys);
    } catch (error) {
      throw faultOf(error);
    }
  }

  async #getOne(key: ItemKey): Promise<Item | undefined> {
    const input = { TableName: this.#table, Key: encodeKey(key), ConsistentRead: true };
    const { Item: item } = await this.#client.send(new GetItemCommand(input));
    return item && decodeItem(item);
  }

  async #getMany(keys: readonly ItemKey[]): Promise<(Item | undefined)[]> {
    const found: Item[] = [];
    let Keys: Attributes[] = keys.map(encodeKey);
    while (Keys.length > 0) {
      const RequestItems = { [this.#table]: { Keys, ConsistentRead: true } };
      const reply = await this.#client.send(new BatchGetItemCommand({ RequestItems }));
      found.push(...(reply.Responses?.[this.#table] ?? []).map(decodeItem));
      Keys = reply.UnprocessedKeys?.[this.#table]?.Keys ?? [];
    }
    return keys.map(({ pk, sk }) => found.find((item) => item.pk === pk && item.sk === sk));
  }

  query({ pk, prefix, after, descending, limit }: PartitionQuery): Promise<Item[]> {
    const from = prefix === '' ? {} : { ':prefix': { S: prefix } };
    const input: QueryCommandInput = {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: pk }, ...from },
      ScanIndexForward: !descending,
      ...(after === undefined ? {} : { ExclusiveStartKey: encodeKey({ pk, sk: after }) }),
    };
    return this.#pages(input, limit ?? Number.POSITIVE_INFINITY);
  }

  queryIndex({ index, partition, from, upTo, limit, filter }: IndexQuery): Promise<Item[]> {
    const fields = INDEX_FIELDS[index];
    const input: QueryCommandInput = {
      TableName: this.#table,
      IndexName: index,
      KeyConditionExpression: `#pk = :pk${rangeOf(from, upTo)}`,
      ExpressionAttributeNames: {
        '#pk': fields.pk,
        ...(from === undefined && upTo === undefined ? {} : { '#sk': fields.sk }),
        ...(filter ? { '#state': 'state', '#emittedAt': 'emittedAt' } : {}),
      },
      ExpressionAttributeValues: {
        ':pk': { S: partition },
        ...(from === undefined ? {} : { ':from': { S: from } }),
        ...(upTo === undefined ? {} : { ':upTo': { S: upTo + LAST } }),
        ...(filter ? { ':state': { S: filter.state }, ':emittedAt': { N: String(filter.emittedAtMost) } } : {}),
      },
      ...(filter ? { FilterExpression: '#state = :state AND #emittedAt <= :emittedAt' } : {}),
    };
    // A limit counts rows before the filter: with one, whole pages cost fewer calls.
    return this.#pages(input, limit, filter === undefined);
  }

  async countIndex({ index, partition }: Pick<IndexQuery, 'index' | 'partition'>): Promise<number> {
    const input: QueryCommandInput = {
      TableName: this.#table,
      IndexName: index,
      Select: 'COUNT',
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': INDEX_FIELDS[index].pk },
      ExpressionAttributeValues: { ':pk': { S: partition } },
    };
    let count = 0;
    let start: QueryCommandInput['ExclusiveStartKey'];
    try {
      do {
        const from = start ? { ExclusiveStartKey: start } : {};
        const page: QueryCommandOutput = await this.#client.send(new QueryCommand({ ...input, ...from }));
        count += page.Count ?? 0;
        start = page.LastEvaluatedKey;
      } while (start);
    } catch (error) {
      throw faultOf(error);
    }
    return count;
  }

  async #pages(input: QueryCommandInput, limit: number, mayLimit = true): Promise<Item[]> {
    const items: Item[] = [];
    let start = input.ExclusiveStartKey;
    try {
      do {
        const Limit = mayLimit && Number.isFinite(limit) ? { Limit: limit - items.length } : {};
        const page = await this.#client.send(
          new QueryCommand({ ...input, ...Limit, ...(start ? { ExclusiveStartKey: start } : {}) }),
        );
        for (const attributes of page.Items ?? []) items.push(decodeItem(attributes));
        start = page.LastEvaluatedKey;
      } while (start && items.length < limit);
    } catch (error) {
      throw faultOf(error);
    }
    return Number.isFinite(limit) ? items.slice(0, limit) : items;
  }
}
