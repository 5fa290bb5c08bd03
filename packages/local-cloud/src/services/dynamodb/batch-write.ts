/** BatchWriteItem: up to 25 puts and deletes, each by itself, without conditions. */
import { type Item } from './attribute.ts';
import { capacityOf, writeUnits } from './capacity.ts';
import { type Database, type Operation } from './database.ts';
import { invalid } from './errors.ts';
import { capacityList } from './get-item.ts';
import { type CapacityWish } from './input.ts';
import { applyWrite, decideWrite, type PreparedWrite, prepareWrite } from './prepared-write.ts';
import { type Table } from './table.ts';

interface BatchWriteInput {
  RequestItems?: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
  ReturnConsumedCapacity?: CapacityWish;
}

/** From the DynamoDB quotas. */
const maxRequests = 25;

export const batchWriteItem: Operation = {
  changes: true,
  run(db, input: BatchWriteInput) {
    const writes = prepareAll(db, input);
    const units = new Map<Table, number>();
    for (const write of writes) {
      const bytes = applyWrite(db, decideWrite(db, write));
      units.set(write.table, (units.get(write.table) ?? 0) + writeUnits(bytes));
    }
    const wish = input.ReturnConsumedCapacity;
    const capacities = [...units].map(([table, sum]) => capacityOf(wish ?? 'TOTAL', table, sum));
    return `{"UnprocessedItems":{}${capacityList(wish, capacities)}}`;
  },
};

function prepareAll(db: Database, { RequestItems: requested = {} }: BatchWriteInput): PreparedWrite[] {
  const requests = Object.entries(requested).flatMap(([table, list]) => list.map((request) => ({ table, request })));
  if (requests.length === 0) throw invalid('The batch write request list cannot be empty');
  if (requests.length > maxRequests)
    throw invalid(`Too many items requested for the BatchWriteItem call: ${requests.length} of at most ${maxRequests}`);
  const places = new Set<string>();
  return requests.map(({ table, request }) => {
    const write = prepareOne(db, table, request);
    const place = `${write.table.id}\0${write.key.pk}\0${write.key.sk}`;
    if (places.has(place)) throw invalid('Provided list of item keys contains duplicates');
    places.add(place);
    return write;
  });
}

function prepareOne(
  db: Database,
  table: string,
  { PutRequest: put, DeleteRequest: remove }: NonNullable<BatchWriteInput['RequestItems']>[string][number],
): PreparedWrite {
  if (put && !remove) return prepareWrite(db, 'Put', { TableName: table, Item: put.Item });
  if (remove && !put) return prepareWrite(db, 'Delete', { TableName: table, Key: remove.Key });
  throw invalid('Supplied AttributeValue has more than one datatypes set, must contain exactly one of Put or Delete');
}
