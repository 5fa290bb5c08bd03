/** GetItem, BatchGetItem and TransactGetItems: items by their key. */
import { AwsError } from '../../service.ts';
import { admitItem, type Item } from './attribute.ts';
import { capacityMember, capacityOf, readUnits } from './capacity.ts';
import { type Database, type Operation } from './database.ts';
import { invalid } from './errors.ts';
import { type Path } from './expression/ast.ts';
import { ExpressionContext } from './expression/context.ts';
import { project } from './expression/project.ts';
import { type CapacityWish, type GetInput, refuseLegacy, refuseStray } from './input.ts';
import { type ItemKey, keyOfParameter, type Table } from './table.ts';

interface BatchGetInput {
  RequestItems?: Record<string, Omit<GetInput, 'TableName' | 'Key'> & { Keys?: Item[] }>;
  ReturnConsumedCapacity?: CapacityWish;
}

interface TransactGetInput {
  TransactItems?: { Get?: GetInput }[];
  ReturnConsumedCapacity?: CapacityWish;
}

/** From the DynamoDB quotas. */
const maxBatchKeys = 100;
const maxReplyBytes = 16 * 1024 * 1024;
const maxTransactItems = 100;

export const getItem: Operation = {
  changes: false,
  run(db, input: GetInput) {
    const table = db.tables.get(input.TableName);
    const found = readItem(db, table, keyFrom(table, input.Key), projectionOf(input));
    const units = readUnits(found?.size ?? 0, input.ConsistentRead === true);
    const capacity = capacityMember(input.ReturnConsumedCapacity, table, units);
    return found ? `{"Item":${found.json}${capacity}}` : `{${capacity.slice(1)}}`;
  },
};

export const batchGetItem: Operation = { changes: false, run: (db, input: BatchGetInput) => runBatch(db, input) };

function runBatch(db: Database, input: BatchGetInput): string {
  const requested = Object.entries(input.RequestItems ?? {});
  const total = requested.reduce((sum, [, { Keys = [] }]) => sum + Keys.length, 0);
  if (total === 0) throw invalid('The batch get request list cannot be empty');
  if (total > maxBatchKeys) throw invalid('Too many items requested for the BatchGetItem call');
  const wish = input.ReturnConsumedCapacity;
  const responses: string[] = [];
  const unprocessed: Record<string, unknown> = {};
  const capacities: object[] = [];
  let room = maxReplyBytes;
  for (const [name, request] of requested) {
    const table = db.tables.get(name);
    const part = readTablePart(db, table, request, room);
    room -= part.bytes;
    responses.push(`${JSON.stringify(name)}:[${part.found.join(',')}]`);
    if (part.left.length > 0) unprocessed[name] = { ...request, Keys: part.left };
    capacities.push(capacityOf(wish ?? 'TOTAL', table, part.units));
  }
  const capacity = capacityList(wish, capacities);
  return `{"Responses":{${responses.join(',')}},"UnprocessedKeys":${JSON.stringify(unprocessed)}${capacity}}`;
}

type TablePart = NonNullable<BatchGetInput['RequestItems']>[string];

/** Reads while there is room in the reply; the keys that it did not come to are `left`. */
function readTablePart(db: Database, table: Table, request: TablePart, room: number) {
  const projection = projectionOf(request);
  const { Keys: keys = [], ConsistentRead: isConsistent = false } = request;
  const [found, left]: [string[], Item[]] = [[], []];
  let [bytes, units] = [0, 0];
  for (const [at, key] of distinctKeys(table, keys).entries()) {
    if (bytes > room) {
      left.push(keys[at] ?? {});
      continue;
    }
    const item = readItem(db, table, key, projection);
    if (item) found.push(item.json);
    bytes += item?.size ?? 0;
    units += readUnits(item?.size ?? 0, isConsistent);
  }
  return { found, left, bytes, units };
}

function distinctKeys(table: Table, keys: readonly Item[]): ItemKey[] {
  const result = keys.map((key) => keyFrom(table, key));
  if (new Set(result.map(({ pk, sk }) => `${pk}\0${sk}`)).size < result.length)
    throw invalid('Provided list of item keys contains duplicates');
  return result;
}

export const transactGetItems: Operation = {
  changes: false,
  run(db, input: TransactGetInput) {
    const gets = (input.TransactItems ?? []).map(({ Get: get }) => get);
    if (gets.length === 0 || gets.length > maxTransactItems)
      throw invalid(`A transaction takes 1 to ${maxTransactItems} items, this one has ${gets.length}.`);
    const units = new Map<Table, number>();
    const responses = gets.map((get) => {
      if (!get) throw invalid('Every element of TransactItems holds a Get.');
      const table = db.tables.get(get.TableName);
      const found = readItem(db, table, keyFrom(table, get.Key), projectionOf(get));
      units.set(table, (units.get(table) ?? 0) + 2 * readUnits(found?.size ?? 0, true));
      return found ? `{"Item":${found.json}}` : '{}';
    });
    const wish = input.ReturnConsumedCapacity;
    const capacities = [...units].map(([table, sum]) => capacityOf(wish ?? 'TOTAL', table, sum));
    return `{"Responses":[${responses.join(',')}]${capacityList(wish, capacities)}}`;
  },
};

export function capacityList(wish: CapacityWish | undefined, capacities: object[]): string {
  return wish === undefined || wish === 'NONE' ? '' : `,"ConsumedCapacity":${JSON.stringify(capacities)}`;
}

function keyFrom(table: Table, key: Item | undefined): ItemKey {
  admitItem(key);
  return keyOfParameter(table, key);
}

function projectionOf(input: Omit<GetInput, 'TableName' | 'Key'>): Path[] | undefined {
  refuseLegacy(input);
  refuseStray(input, input.ProjectionExpression !== undefined, 'ProjectionExpression');
  if (input.ProjectionExpression === undefined) return undefined;
  const context = new ExpressionContext(input);
  const paths = context.projection(input.ProjectionExpression);
  context.refuseUnused();
  return paths;
}

function readItem(db: Database, table: Table, key: ItemKey, projection: Path[] | undefined) {
  const row = db.items.get(table, key);
  if (!row || !projection) return row;
  return { size: row.size, json: JSON.stringify(project(JSON.parse(row.json) as Item, projection)) };
}

/** What TransactGetItems and TransactWriteItems answer when they meet another transaction. */
export function transactionConflict(items: number): AwsError {
  const reasons = Array.from({ length: items }, (_, at) =>
    at === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  return transactionCanceled(reasons);
}

export function transactionCanceled(reasons: { Code: string }[]): AwsError {
  const codes = reasons.map(({ Code: code }) => code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, 400, {
    CancellationReasons: reasons,
    Message: message,
  });
}
