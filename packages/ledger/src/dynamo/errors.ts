/**
 * What an error of DynamoDB means for a write. A refused condition is an answer; a conflict says that another transaction was on the same item at
 * the same moment and nothing else, so it is tried again and never taken for a lost guard.
 */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { FarmError, isFarmError } from '@reelyard/contracts';
import { type Refusal } from '../protocol/change.ts';
import { decodeItem } from './encode.ts';
import { mayHaveLanded } from './open-writes.ts';

export type WriteError =
  | { kind: 'refused'; refusals: Refusal[]; /** Positions that another transaction was on. */ conflicts: number[] }
  | { kind: 'conflict'; conflicts: number[] }
  | { kind: 'fault'; error: FarmError };

const CONFLICTS = new Set(['TransactionConflict', 'TransactionConflictException', 'TransactionInProgressException']);

/** Nothing was written, and the SDK's own retries are used up; unless one of them got no answer. */
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
]);

/** Ours: the request itself is wrong, and will be next time. */
const BUGS = new Set(['ValidationException', 'ValidationError', 'ItemCollectionSizeLimitExceeded']);

export function judgeWriteError(error: unknown): WriteError {
  if (error instanceof ConditionalCheckFailedException)
    return {
      kind: 'refused',
      refusals: [error.Item ? { index: 0, before: decodeItem(error.Item) } : { index: 0 }],
      conflicts: [],
    };
  if (error instanceof TransactionCanceledException) return judgeCancellation(error);
  if (error instanceof Error && CONFLICTS.has(error.name)) return { kind: 'conflict', conflicts: [0] };
  return { kind: 'fault', error: faultOf(error) };
}

function judgeCancellation(error: TransactionCanceledException): WriteError {
  const refusals: Refusal[] = [];
  const conflicts: number[] = [];
  const others: string[] = [];
  (error.CancellationReasons ?? []).forEach(({ Code: code = 'None', Item: item }, index) => {
    if (code === 'ConditionalCheckFailed') refusals.push(item ? { index, before: decodeItem(item) } : { index });
    else if (CONFLICTS.has(code)) conflicts.push(index);
    else if (code !== 'None') others.push(code);
  });
  if (refusals.length > 0) return { kind: 'refused', refusals, conflicts };
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };
  return { kind: 'fault', error: canceled(others, error) };
}

function canceled(codes: string[], cause: unknown): FarmError {
  const message = `transaction canceled: ${codes.join(', ') || 'no reason given'}`;
  if (codes.some((code) => THROTTLES.has(code)) && !mayHaveLanded(cause))
    return new FarmError('ledger-throttled', message, { cause });
  return new FarmError(codes.some((code) => BUGS.has(code)) ? 'internal' : 'ledger-unavailable', message, { cause });
}

export function faultOf(error: unknown): FarmError {
  if (isFarmError(error)) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  const message = `DynamoDB: ${name}: ${error instanceof Error ? error.message : String(error)}`;
  if (THROTTLES.has(name) && !mayHaveLanded(error)) return new FarmError('ledger-throttled', message, { cause: error });
  return new FarmError(BUGS.has(name) ? 'internal' : 'ledger-unavailable', message, { cause: error });
}
