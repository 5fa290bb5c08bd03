/** Waits until the farm has fetched an asset, by looks that grow rarer: nobody is told when an asset is there, and a composition that names it sooner is refused. */
import { WaitTimeout } from './errors.ts';
import { type Asset } from './generated/api-types.ts';
import { type Methods } from './operation-types.ts';
import { type WaitOptions, type WaitPorts } from './wait-for.ts';

export type WaitForAssetOptions = Omit<WaitOptions, 'onProgress'>;

export interface WaitForAssetPorts extends Omit<WaitPorts, 'getJob'> {
  readonly getAsset: Methods['getAsset'];
}

/** Small files are there at once; a fetch may take half an hour. */
const firstRestMs = 500;
const longestRestMs = 10_000;

/** @returns the asset `ready` or `failed`; or `awaiting-upload`, at once: those bytes are for the caller to send */
export async function waitForAsset(
  asset: string | { readonly id: string },
  { signal, timeoutMs = Number.POSITIVE_INFINITY }: WaitForAssetOptions,
  { getAsset, sleep, now }: WaitForAssetPorts,
): Promise<Asset> {
  const id = typeof asset === 'string' ? asset : asset.id;
  const until = now() + timeoutMs;
  for (let restMs = firstRestMs; ; restMs = Math.min(longestRestMs, restMs * 2)) {
    const seen = await getAsset({ path: { id }, ...(signal === undefined ? {} : { signal }) });
    if (seen.state !== 'ingesting') return seen;
    const leftMs = until - now();
    if (leftMs <= 0) throw new WaitTimeout(`asset ${id} is still being fetched after ${timeoutMs} ms`);
    await sleep(Math.min(restMs, leftMs), signal);
  }
}
