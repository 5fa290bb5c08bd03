/**
 * The agent's bundle: `main.mjs`, the Node it runs on at `bin/node`, and beside it the ffmpeg that it verifies results with:
 * what an engine wrote is not judged by the engine's own tools.
 */
import { statSync } from 'node:fs';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackage, type BuiltPackage } from './cache.ts';
import { bundleModule } from './esbuild.ts';
import { getFfmpeg } from './ffmpeg.ts';
import { getNode } from './node-binary.ts';
import { repository } from './repository.ts';

export async function buildAgentBundle(cacheDir: string): Promise<BuiltPackage> {
  const main = await bundleModule({ entry: repository('render-agent/src/main.ts') });
  const [node, ffmpeg] = [getNode(), getFfmpeg()];
  return buildPackage(cacheDir, {
    name: 'agent',
    inputs: [main, process.arch, ...[node, ffmpeg].map((binary) => `${binary} ${statSync(binary).mtimeMs}`)],
    async stage(dir) {
      await mkdir(join(dir, 'bin'));
      await copyFile(node, join(dir, 'bin/node'));
      await chmod(join(dir, 'bin/node'), 0o755);
      await copyFile(ffmpeg, join(dir, 'ffmpeg'));
      await chmod(join(dir, 'ffmpeg'), 0o755);
      await writeFile(join(dir, 'main.mjs'), main);
    },
  });
}
