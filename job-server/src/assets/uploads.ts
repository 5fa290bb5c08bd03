/**
 * What an upload is, asked when somebody wants to know: nobody tells the farm that the bytes have come. Invariant: what is told of an upload was read
 * from the object that is there now; while its address lives its owner may replace it.
 */
import { type Asset } from '@reelyard/ledger';
import { type ProbePorts } from './ports.ts';

export interface Uploads {
  /** The asset as it is by now; one that was fetched is as its row says. */
  look(asset: Asset): Promise<Asset>;
}

export function createUploads({ ledger, storage, prober }: ProbePorts): Uploads {
  const underWay = new Map<string, Promise<Asset>>();
  const look = async (asset: Asset): Promise<Asset> => {
    const head = await storage.head(asset.key);
    if (head === undefined) return { ...asset, state: 'awaiting-upload' };
    if (asset.state === 'ready' && asset.etag === head.etag) return asset;
    const { etag } = head;
    try {
      const probe = await prober.probe((offset, size) => storage.read(asset.key, { offset, size }), head.bytes);
      const seen: Asset = { ...withoutDigest(asset), state: 'ready', ...head, probe };
      // Another server saw the same, or the asset was deleted meanwhile: what was seen is true all the same.
      return (await ledger.updateAsset(asset, seen)) ?? (await ledger.findAsset(asset.tenant, asset.id)) ?? seen;
    } catch (error) {
      // Deleted or replaced while it was read: then it is what it is now.
      if ((await storage.head(asset.key))?.etag === etag) throw error;
      return look(asset);
    }
  };
  return {
    look: (asset) => {
      if (!isUpload(asset)) return Promise.resolve(asset);
      const known = underWay.get(asset.id);
      if (known) return known;
      const looking = look(asset).finally(() => underWay.delete(asset.id));
      underWay.set(asset.id, looking);
      return looking;
    },
  };
}

/** Of what was there before. */
function withoutDigest(asset: Asset): Asset {
  const rest = { ...asset };
  delete rest.sha256;
  return rest;
}

/** Its bytes came past the farm: their digest is known when its owner announced it. */
export const isUpload = ({ url }: Asset): boolean => url === undefined;
