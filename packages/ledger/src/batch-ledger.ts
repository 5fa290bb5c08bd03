/**
 * Batches at the door of the ledger. Invariant: a row makes one job, for the write that makes the job makes the row; and a batch that a server owes work is
 * in the index until that work is done.
 */
import { type Batch, type BatchRow, type BatchTally } from '@reelyard/contracts';
import { type Page } from './page.ts';

/** By which a request with an Idempotency-Key finds its batch again. */
export interface BatchRequest {
  key: string;
  route: string;
  /** Of all that the request says beside its body. */
  fingerprint: string;
  expiresAt: number;
}

export interface NewRowError extends Pick<BatchRow, 'batch' | 'row' | 'line'> {
  tenant: string;
  fingerprint: string;
  error: NonNullable<BatchRow['error']>;
}

export type RowOutcome =
  | { kind: 'written' }
  /** It was there before. */
  | { kind: 'known'; row: BatchRow }
  /** It was there before, made of something else. */
  | { kind: 'changed' };

export type CreateBatchOutcome =
  | { kind: 'created' }
  | { kind: 'known'; id: string }
  /** Same key, other parameters. */
  | { kind: 'key-reused' };

export interface BatchLedger {
  createBatch(batch: Batch, request: BatchRequest | undefined, now: number): Promise<CreateBatchOutcome>;
  findBatch(tenant: string, id: string): Promise<Batch | undefined>;
  /** Newest first. */
  listBatches(filter: { tenant: string; limit: number; cursor?: string }): Promise<Page<Batch>>;
  /** Conditional on the version, which grows; undefined when another writer was first. Answers it as written. */
  updateBatch(before: Batch, after: Batch): Promise<Batch | undefined>;
  /** Batches whose work is due for whoever takes it first. */
  findDueBatches(now: number, limit: number): Promise<{ tenant: string; id: string }[]>;
  /** A row that makes no job. */
  rejectRow(row: NewRowError): Promise<RowOutcome>;
  /** In order, those after the row. */
  listRows(batch: string, afterRow: number, limit: number): Promise<BatchRow[]>;
  /** Number of the last row that is there; 0 without one. */
  findLastRow(batch: string): Promise<number>;
  /** Later counts win; a settled one is for ever. */
  saveTally(tally: BatchTally): Promise<void>;
  listTallies(batch: string): Promise<BatchTally[]>;
}
