/** Many jobs of one request, row by row. Instants are epoch milliseconds. The table of its states is docs/reference/batches.md. */
import { type KeyLimits } from './api/key.ts';
import { type ProblemItem } from './problem.ts';
import { type JobState, type Lane } from './vocabulary.ts';

/** `rejected` and `canceled` are for ever; the jobs of an `accepted` or `incomplete` batch go their own ways. */
export const BATCH_STATES = [
  'receiving',
  'submitting',
  'accepted',
  'rejected',
  'incomplete',
  'canceling',
  'canceled',
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

export const BATCH_MODES = ['best-effort', 'all-or-nothing'] as const;
export type BatchMode = (typeof BATCH_MODES)[number];

export const BATCH_FORMATS = ['json', 'ndjson', 'csv'] as const;
export type BatchFormat = (typeof BATCH_FORMATS)[number];

/** Fields of a submit that hold for every row. With `templateId` a row is the values of its variables, else a submit of its own. */
export interface BatchCommon {
  templateId?: string;
  templateVersion?: number;
  engine?: string;
  lane?: Lane;
  notBefore?: string;
  deadline?: string;
  outputs?: unknown[];
  metadata?: Record<string, string>;
}

/** How many rows are what: rejected, or as their jobs are. */
export type BatchCounts = Partial<Record<JobState | 'rejected' | 'deleted', number>>;

export interface Batch {
  tenant: string;
  /** `bat_` + ULID. */
  id: string;
  state: BatchState;
  mode: BatchMode;
  format: BatchFormat;
  common: BatchCommon;
  createdAt: number;
  updatedAt: number;
  /** Rows read, submitted and refused so far; a server that died may have read some more. */
  received: number;
  accepted: number;
  rejected: number;
  /** Grows with each write. */
  version: number;
  /** While a server owes it work: when another one takes that up. */
  nextAt?: number;
  /** Rows that were read for all-or-nothing, in this many objects. */
  parts?: number;
  /** How far the work under way is: objects submitted, or the last row canceled. */
  cursor?: number;
  /** Why it is `rejected` or `incomplete`. */
  because?: { code: string; detail: string };
  /** Of the body, once it was read to its end: SHA-256, hex. */
  digest?: string;
  /** What the request was answered, byte for byte. */
  reply?: string;
  keyMode?: 'test';
  /** The key that sent it, with its limits at that time. */
  key?: { id: string; limits?: KeyLimits };
  traceparent?: string;
}

/** What became of one row. */
export interface BatchRow {
  batch: string;
  /** From 1. */
  row: number;
  /** Of the text that was sent, where its record begins; from 1. */
  line?: number;
  job?: string;
  error?: RowError;
}

export interface RowError {
  code: string;
  detail: string;
  /** Pointers into the submit that the row makes. */
  errors: ProblemItem[];
}

/** A thousand rows, counted. */
export interface BatchTally {
  batch: string;
  /** From 0. */
  block: number;
  counts: BatchCounts;
  countedAt: number;
  /** Nothing in it can change any more. */
  isSettled: boolean;
}
