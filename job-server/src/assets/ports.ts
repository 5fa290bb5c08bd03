/** What taking in assets needs of the world. */
import { type MediaProbe } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { type AddressGuard, type Clock, type Logger } from '@reelyard/runtime';
import { type Meter } from '../ports.ts';

export type AssetStore = Pick<
  Ledger,
  | 'createAsset'
  | 'findAsset'
  | 'findAssets'
  | 'listAssets'
  | 'findDueAssets'
  | 'takeAsset'
  | 'updateAsset'
  | 'findContent'
  | 'settleContent'
  | 'deleteAsset'
  | 'purgeAsset'
>;

export interface ObjectFacts {
  readonly bytes: number;
  readonly etag: string;
  /** Hex; absent when it was written without its digest. */
  readonly sha256?: string;
}

/** Objects of assets. Faults: FarmError `storage-unavailable`. */
export interface MediaStore {
  /** Undefined: there is none. */
  head(key: string): Promise<ObjectFacts | undefined>;
  /** Whole or not at all; memory does not grow with the length. What the body throws is thrown as it is. `sha256` is hex. */
  putStream(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { contentType: string; signal: AbortSignal },
  ): Promise<{ bytes: number; sha256: string }>;
  /** Fewer bytes at the end; none beyond it. */
  read(key: string, range: { offset: number; size: number }): Promise<Uint8Array>;
  /** No fault when there is none. */
  remove(key: string): Promise<void>;
}

/** Up to `size` bytes from `offset`; fewer at the end. */
export type ReadBytes = (offset: number, size: number) => Promise<Uint8Array>;

/** Looks into a file. What it cannot read has no streams; only faults of `read` are thrown. */
export interface MediaProber {
  probe(read: ReadBytes, bytes: number): Promise<MediaProbe>;
  stop(): Promise<void>;
}

export interface ProbePorts {
  readonly ledger: Pick<AssetStore, 'findAsset' | 'updateAsset'>;
  readonly storage: Pick<MediaStore, 'head' | 'read'>;
  readonly prober: Pick<MediaProber, 'probe'>;
}

export interface IngestPorts {
  readonly ledger: AssetStore;
  readonly storage: MediaStore;
  readonly prober: Pick<MediaProber, 'probe'>;
  readonly addresses: Pick<AddressGuard, 'pin'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
  random(): number;
}
