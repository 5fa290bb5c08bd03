/** An asset as its owner sees it: no key of the bucket, and no query of the address, which may be a secret. */
import { type Asset } from '@reelyard/ledger';
import { withoutQuery } from '@reelyard/runtime';

export function viewAsset(asset: Asset): Record<string, unknown> {
  const { id, name, contentType, createdAt, url, bytes, sha256, probe, problem } = asset;
  const state = asset.state ?? 'awaiting-upload';
  return {
    ...{ id, uri: `asset://${id}`, state, name, contentType, createdAt: new Date(createdAt).toISOString() },
    ...(url === undefined ? {} : { source: withoutQuery(url) }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(probe === undefined ? {} : { media: probe }),
    ...(problem === undefined ? {} : { problem }),
  };
}
