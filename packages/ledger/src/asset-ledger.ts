/**
 * Assets at the door of the ledger. Invariant: an asset that is to be fetched, and one whose object is to be removed, is in the index until that is
 * done, so a server that dies in between leaves work that another one finds; what somebody else wrote first is refused by the version.
 */
import { type AssetRow } from '@reelyard/contracts';
import { type Page } from './page.ts';

export type Asset = AssetRow;

export interface AssetRef {
  tenant: string;
  id: string;
}

/** The one object of all assets of a tenant with these bytes. */
export interface AssetContent {
  tenant: string;
  sha256: string;
  key: string;
  /** Assets that share it. */
  shares: number;
  version: number;
}

/** As of a submit: the first answer to a key is kept, byte for byte. */
export interface AssetReply {
  key: string;
  route: string;
  fingerprint: string;
  reply: { status: number; body: string; location: string };
  expiresAt: number;
}

export type AssetCreation =
  | { kind: 'created' }
  | { kind: 'replayed'; reply: AssetReply['reply'] }
  /** Same key, other body. */
  | { kind: 'key-reused' };

export interface AssetLedger {
  createAsset(asset: Asset, now: number, idempotency?: AssetReply): Promise<AssetCreation>;
  /** Never a deleted one. */
  findAsset(tenant: string, id: string): Promise<Asset | undefined>;
  /** Many at once, in their order; 100 a call of the table. */
  findAssets(tenant: string, ids: readonly string[]): Promise<(Asset | undefined)[]>;
  /** Newest first. */
  listAssets(filter: { tenant: string; limit: number; cursor?: string }): Promise<Page<Asset>>;
  findDueAssets(now: number, limit: number): Promise<AssetRef[]>;
  /** Hides a due asset from others for a while and counts the attempt; undefined when it is not due any more or another server was first. */
  takeAsset(ref: AssetRef, leaseMs: number, now: number): Promise<Asset | undefined>;
  /** The row as written; undefined when another writer was first. */
  updateAsset(before: Asset, after: Asset): Promise<Asset | undefined>;
  findContent(tenant: string, sha256: string): Promise<AssetContent | undefined>;
  /**
   * The asset takes a share of its content, or founds it; one write. `content` as it was found: then `after.key` is its key. False when the asset or
   * the content was changed meanwhile.
   */
  settleContent(taken: Asset, after: Asset & { sha256: string }, content: AssetContent | undefined): Promise<boolean>;
  /**
   * Deletes an asset for its owner and gives back its share. `object`: it was the last, so the object is to go; the row stays in the index until
   * `purgeAsset`, from `from` on. `shared`: others have the object. `changed`: another writer was first.
   */
  deleteAsset(asset: Asset, from: number): Promise<{ kind: 'object'; row: Asset } | { kind: 'shared' | 'changed' }>;
  /** The object of a deleted one is gone: so is its row. */
  purgeAsset(deleted: Asset): Promise<void>;
}
