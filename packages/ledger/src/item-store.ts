/**
 * What the ledger needs of a table: conditional writes of planned changes, consistent reads by key, and two kinds of query.
 * Invariant: `apply` writes all changes or none, and a refusal is one that the guards gave, never a conflict or a throttle.
 * Faults: FarmError `ledger-throttled` (nothing written) and `ledger-unavailable` (not reached, or outcome unknown).
 */
import { type Change, type Item, type ItemKey, type Refusal } from './protocol/change.ts';
import { type IndexName } from './items/index-keys.ts';

export type Applied =
  | { readonly kind: 'applied'; /** The item as written, when the only change is an update. */ readonly after?: Item }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export interface PartitionQuery {
  pk: string;
  /** Sort keys that begin so. */
  prefix: string;
  /** Exclusive start: the sort key after which to go on, in the direction of the query. */
  after?: string;
  descending?: boolean;
  limit?: number;
}

export interface IndexQuery {
  index: IndexName;
  partition: string;
  /** Sort keys from this on. */
  from?: string;
  /** Sort keys up to and including everything that begins so. */
  upTo?: string;
  limit: number;
  /** Evaluated at the table; those that fail it are not counted in the limit. */
  filter?: IndexFilter;
}

/** The one filter in use: queued tasks by the instant of their last doorbell. */
export interface IndexFilter {
  readonly state: string;
  readonly emittedAtMost: number;
}

export interface ItemStore {
  /** At most 100 changes of distinct items. */
  apply(changes: readonly Change[]): Promise<Applied>;
  /**
   * Independent conditional updates in as few calls as possible; answers those that were applied, by position.
   * A refused one does not stop the others.
   */
  applyEach(changes: readonly Change[]): Promise<boolean[]>;
  /** Strongly consistent; in order of the keys. */
  get(keys: readonly ItemKey[]): Promise<(Item | undefined)[]>;
  /** Strongly consistent, in order of sort keys. */
  query(query: PartitionQuery): Promise<Item[]>;
  /** Eventually consistent, in order of the index's sort keys; items carry the projected fields only. */
  queryIndex(query: IndexQuery): Promise<Item[]>;
  /** Items of a partition of an index; eventually consistent, and cheaper than to read them. */
  countIndex(query: Pick<IndexQuery, 'index' | 'partition'>): Promise<number>;
  ping(): Promise<void>;
}

/** DynamoDB's limit of items in one transaction (API reference of TransactWriteItems). */
export const MAX_CHANGES = 100;
/** And of keys in one BatchGetItem. */
export const MAX_KEYS = 100;
