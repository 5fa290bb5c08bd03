/** The agent's bundle: `main.mjs` and the Node it runs on at `bin/node`. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackage, type BuiltPackage } from './cache.ts';
import { bundleModule } from './esbuild.ts';
import { repository } from './repository.ts';

export async function buildAgentBundle(cacheDir: string): Promise<BuiltPackage> {
  const main = await bundleModule({ entry: repository('render-agent/src/main.ts') });
  return buildPackage(cacheDir, {
    name: 'agent',
    inputs: [main, process.version, process.arch],
    async stage(dir) {
      await mkdir(join(dir, 'bin'));
      await copyFile(process.execPath, join(dir, 'bin/node'));
      await writeFile(join(dir, 'main.mjs'), main);
    },
  });
}
