/**
 * DynamoDB as a service of the loopback AWS. Requests are decided synchronously, one after the other, inside one
 * store write each: every write is linearized, and conflicts between transactions happen only as an injected fault.
 */
import { AwsError, type Host, type Service, type ServiceReply, type ServiceRequest } from '../../service.ts';
import { batchWriteItem } from './batch-write.ts';
import { type Database, openDatabase, type Operation } from './database.ts';
import { deleteExpired } from './delete-expired.ts';
import { batchGetItem, getItem, transactGetItems, transactionConflict } from './get-item.ts';
import { createTable, deleteTable, describeTableOperation, listTables, updateTable } from './manage-table.ts';
import { query, scan } from './read-page.ts';
import * as settings from './table-settings.ts';
import { dropOldTokens, tokenSchema, transactWriteItems } from './transact-write.ts';
import { deleteItem, putItem, updateItem } from './write-item.ts';

const operations = new Map<string, Operation>([
  ['PutItem', putItem],
  ['GetItem', getItem],
  ['UpdateItem', updateItem],
  ['DeleteItem', deleteItem],
  ['Query', query],
  ['Scan', scan],
  ['BatchGetItem', batchGetItem],
  ['BatchWriteItem', batchWriteItem],
  ['TransactGetItems', transactGetItems],
  ['TransactWriteItems', transactWriteItems],
  ['CreateTable', createTable],
  ['DescribeTable', describeTableOperation],
  ['ListTables', listTables],
  ['UpdateTable', updateTable],
  ['DeleteTable', deleteTable],
  ['UpdateTimeToLive', settings.updateTimeToLive],
  ['DescribeTimeToLive', settings.describeTimeToLive],
  ['UpdateContinuousBackups', settings.updateContinuousBackups],
  ['DescribeContinuousBackups', settings.describeContinuousBackups],
  ['TagResource', settings.tagResource],
  ['UntagResource', settings.untagResource],
  ['ListTagsOfResource', settings.listTagsOfResource],
]);

/** Milliseconds between two passes of time to live. */
const ttlPassMs = 30_000;

export function dynamodb(host: Host): Service {
  host.store.migrate(tokenSchema);
  const db = openDatabase(host);
  let timer: NodeJS.Timeout | undefined;
  const sweep = async () => {
    const deleted = await deleteExpired(db);
    await dropOldTokens(db);
    return deleted;
  };
  // A pass now, for tests and demonstrations that cannot wait.
  host.control.register('POST', '/_local/dynamodb/expire', async () => ({
    status: 200,
    body: { deleted: await sweep() },
  }));
  return {
    names: ['dynamodb'],
    protocol: 'json-1.0',
    handle: (request) => handle(db, request),
    start() {
      timer = setInterval(() => {
        sweep().catch((error: unknown) => host.log('dynamodb.sweep-failed', { error }));
      }, ttlPassMs).unref();
      return Promise.resolve();
    },
    stop() {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}

async function handle(db: Database, request: ServiceRequest): Promise<ServiceReply> {
  const operation = operations.get(request.action);
  if (!operation) throw new AwsError('UnknownOperationException', `no operation ${request.action}`);
  const input = parse(request);
  if (typeof input.TableName === 'string') request.resource = input.TableName;
  playConflict(db, request, input);
  const { store } = db.host;
  const run = () => operation.run(db, input as never, request.body);
  let body: string;
  if (operation.changes) body = await store.write(run);
  else {
    body = run();
    await store.settled();
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': request.requestId },
    body,
  };
}

interface AnyInput {
  TableName?: unknown;
  TransactItems?: unknown;
}

function parse({ body }: ServiceRequest): AnyInput {
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  return input;
}

const singleWrites = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** The fault that a real table shows when transactions overlap. */
function playConflict(db: Database, request: ServiceRequest, input: AnyInput): void {
  const isTransaction = request.action.startsWith('Transact');
  if (!isTransaction && !singleWrites.has(request.action)) return;
  if (!db.host.faults.hasTransactionConflict(request)) return;
  if (!isTransaction) throw new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
  throw transactionConflict(Array.isArray(input.TransactItems) ? input.TransactItems.length : 1);
}
