/** The scaler's zip: one module that exports `scale` and `lifecycle`. Reproducible: fixed time, one entry. */
import { zipSync } from 'fflate';
import { bundleModule } from './esbuild.ts';
import { repository } from './repository.ts';

/** The earliest instant that a zip can hold. */
const mtime = new Date(1980, 0, 1);

export async function buildScalerZip(): Promise<Uint8Array> {
  const module = await bundleModule({ entry: repository('scaler-lambda/src/handler.ts') });
  return zipSync({ 'index.mjs': [module, { mtime, level: 6 }] });
}
