/**
 * An asset goes: its row at once, its object with the last asset that shares it. Invariant: the object of a deleted asset stays due in the index until
 * nobody can write it any more and it is gone, so an upload or a fetch that ends late leaves nothing behind.
 */
import { isFarmError } from '@reelyard/contracts';
import { type Asset } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { type AssetStore, type MediaStore } from './ports.ts';
import { isUpload } from './uploads.ts';

const TRIES = 5;
/** Of an upload that had begun when its address ended. */
const GRACE_MS = 3_600_000;

export interface DeletePorts {
  readonly ledger: Pick<AssetStore, 'findAsset' | 'deleteAsset' | 'purgeAsset'>;
  readonly storage: Pick<MediaStore, 'remove'>;
  readonly clock: Clock;
}

/** False: others wrote it again and again; try later. */
export async function deleteAsset(found: Asset, ports: DeletePorts): Promise<boolean> {
  const { ledger, clock } = ports;
  let asset: Asset | undefined = found;
  for (let tries = 0; asset !== undefined && tries < TRIES; tries += 1) {
    const from = writableUntil(asset, clock.now());
    const outcome = await ledger.deleteAsset(asset, from);
    if (outcome.kind === 'object') await clean(outcome.row, from, ports);
    if (outcome.kind !== 'changed') return true;
    asset = await ledger.findAsset(asset.tenant, asset.id);
  }
  return asset === undefined;
}

function writableUntil(asset: Asset, now: number): number {
  if (!isUpload(asset)) return Math.max(now, asset.nextAt ?? 0);
  return Math.max(now, asset.createdAt + apiLimits.uploadUrlSeconds * 1_000 + GRACE_MS);
}

/** At once where that can be; the ingester does the rest. */
async function clean(row: Asset, from: number, { ledger, storage, clock }: DeletePorts): Promise<void> {
  try {
    await storage.remove(row.key);
    if (from <= clock.now()) await ledger.purgeAsset(row);
  } catch (error) {
    if (!isFarmError(error)) throw error;
  }
}
