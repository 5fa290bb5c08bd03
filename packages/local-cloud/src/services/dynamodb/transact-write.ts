/**
 * TransactWriteItems: all or nothing. Every condition is decided on the state before the transaction, then all
 * changes are made in the same store write. A client token makes a repeat within ten minutes answer without acting.
 */
import { createHash } from 'node:crypto';
import { AwsError } from '../../service.ts';
import { capacityOf, writeUnits } from './capacity.ts';
import { type Database, type Operation } from './database.ts';
import { invalid } from './errors.ts';
import { capacityList, transactionCanceled } from './get-item.ts';
import { type CapacityWish, type WriteInput } from './input.ts';
import { applyWrite, type DecidedWrite, decideWrite, type PreparedWrite, prepareWrite } from './prepared-write.ts';
import { type Table } from './table.ts';

export interface TransactWriteInput {
  TransactItems?: { Put?: WriteInput; Update?: WriteInput; Delete?: WriteInput; ConditionCheck?: WriteInput }[];
  ClientRequestToken?: string;
  ReturnConsumedCapacity?: CapacityWish;
}

/** From the DynamoDB quotas. */
const maxItems = 100;
const maxBytes = 4 * 1024 * 1024;
const tokenLifeMs = 10 * 60 * 1000;
const kinds = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const;

export const tokenSchema = `
  CREATE TABLE IF NOT EXISTS ddb_token (token TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, reply TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS ddb_token_age ON ddb_token (at);
`;

export const transactWriteItems: Operation = {
  changes: true,
  run(db, input: TransactWriteInput, requestBody) {
    const token = input.ClientRequestToken;
    if (token === undefined) return runTransaction(db, input);
    const hash = createHash('sha256').update(requestBody).digest();
    const known = findToken(db, token, hash);
    if (known !== undefined) return known;
    const reply = runTransaction(db, input);
    db.host.store
      .prepare('REPLACE INTO ddb_token (token, hash, at, reply) VALUES (?, ?, ?, ?)')
      .run(token, hash, db.host.now(), reply);
    return reply;
  },
};

/** Tokens forgotten within one store write. */
const slice = 500;

/** Forgets tokens that no longer count. */
export async function dropOldTokens({ host }: Database): Promise<void> {
  const before = host.now() - tokenLifeMs;
  const drop = host.store.prepare(
    'DELETE FROM ddb_token WHERE token IN (SELECT token FROM ddb_token WHERE at < ? LIMIT ?)',
  );
  let dropped: number | bigint = slice;
  while (dropped === slice) dropped = await host.store.write(() => drop.run(before, slice).changes);
}

function findToken(db: Database, token: string, hash: Buffer): string | undefined {
  const row = db.host.store
    .prepare('SELECT hash, reply FROM ddb_token WHERE token = ? AND at >= ?')
    .get(token, db.host.now() - tokenLifeMs) as { hash: Uint8Array; reply: string } | undefined;
  if (!row) return undefined;
  if (!hash.equals(row.hash))
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
    );
  return row.reply;
}

function runTransaction(db: Database, input: TransactWriteInput): string {
  const writes = prepareAll(db, input.TransactItems ?? []);
  const decided = decideAll(db, writes);
  const units = new Map<Table, number>();
  for (const one of decided) {
    const { table } = one.write;
    units.set(table, (units.get(table) ?? 0) + 2 * writeUnits(applyWrite(db, one)));
  }
  const wish = input.ReturnConsumedCapacity;
  const capacity = capacityList(
    wish,
    [...units].map(([table, sum]) => capacityOf(wish ?? 'TOTAL', table, sum)),
  );
  return `{${capacity.slice(1)}}`;
}

function prepareAll(db: Database, items: NonNullable<TransactWriteInput['TransactItems']>): PreparedWrite[] {
  if (items.length === 0 || items.length > maxItems)
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${maxItems} and greater than or equal to 1`,
    );
  const places = new Set<string>();
  return items.map((item) => {
    const named = kinds.filter((kind) => item[kind] !== undefined);
    const [kind] = named;
    const input = kind && item[kind];
    if (!input || named.length > 1) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    const write = prepareWrite(db, kind, input);
    const place = `${write.table.id}\0${write.key.pk}\0${write.key.sk}`;
    if (places.has(place)) throw invalid('Transaction request cannot include multiple operations on one item');
    places.add(place);
    return write;
  });
}

interface Reason {
  Code: string;
  Message?: string;
  Item?: unknown;
}

/** @throws TransactionCanceledException with one reason per item when any of them cannot be. */
function decideAll(db: Database, writes: PreparedWrite[]): DecidedWrite[] {
  const decided: DecidedWrite[] = [];
  let reasons: Reason[] | undefined;
  let bytes = 0;
  for (const [at, write] of writes.entries()) {
    const outcome = tryDecide(db, write);
    if ('Code' in outcome) (reasons ??= writes.map(() => ({ Code: 'None' })))[at] = outcome;
    else {
      decided.push(outcome);
      bytes += outcome.next?.size ?? 0;
    }
  }
  if (reasons) throw transactionCanceled(reasons);
  if (bytes > maxBytes) throw invalid('Aggregate size of the items in the transaction exceeds the limit of 4 MB');
  return decided;
}

function tryDecide(db: Database, write: PreparedWrite): DecidedWrite | Reason {
  try {
    const outcome = decideWrite(db, write);
    if (outcome.isConditionMet) return outcome;
    const reason: Reason = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    if (write.showsItemOnFailure && outcome.row) reason.Item = JSON.parse(outcome.row.json) as unknown;
    return reason;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException')
      return { Code: 'ValidationError', Message: error.message };
    throw error;
  }
}
