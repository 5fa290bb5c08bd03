/**
 * Zips of functions, one module each: the scaler's exports `scale` and `lifecycle`, the canary's `canary`. Two zips, so that a change of the canary
 * leaves the digest of the scaler alone. Reproducible: fixed time, one entry.
 */
import { zipSync } from 'fflate';
import { bundleModule } from './esbuild.ts';
import { repository } from './repository.ts';

/** The earliest instant that a zip can hold. */
const mtime = new Date(1980, 0, 1);

export const buildScalerZip = (): Promise<Uint8Array> => buildZip('scaler-lambda/src/handler.ts');

export const buildCanaryZip = (): Promise<Uint8Array> => buildZip('packages/canary/src/handler.ts');

async function buildZip(entry: string): Promise<Uint8Array> {
  const module = await bundleModule({ entry: repository(entry) });
  return zipSync({ 'index.mjs': [module, { mtime, level: 6 }] });
}
