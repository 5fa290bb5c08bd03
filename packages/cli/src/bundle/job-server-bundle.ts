/** The job server as one module, for its image, and what must lie beside it: the thread that looks into media, and its WebAssembly. */
import { bundleModule } from './esbuild.ts';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { repository } from './repository.ts';

export function buildJobServerBundle(): Promise<Uint8Array> {
  return bundleModule({ entry: repository('job-server/src/main.ts') });
}

/** By name; the names are those that the bundle looks for. */
export async function buildBesideJobServer(): Promise<ReadonlyMap<string, Uint8Array>> {
  const worker = await bundleModule({
    entry: repository('job-server/src/adapters/probe-worker.ts'),
    conditions: ['node'],
  });
  const wasm = createRequire(repository('job-server/package.json')).resolve('mediainfo.js/MediaInfoModule.wasm');
  return new Map([
    ['probe-worker.mjs', worker],
    ['MediaInfoModule.wasm', await readFile(wasm)],
  ]);
}
