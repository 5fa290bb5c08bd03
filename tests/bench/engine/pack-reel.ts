/** The engine as instances get it: bundled as its package description says, with its npm packages beside it. */
import { cpSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describePackage, getBuiltInEngine } from '@reelyard/engines';
import { build } from 'esbuild';

const banner = "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);";

function packageFolder(engine: string, name: string): string {
  const paths = createRequire(join(engine, 'engine.json')).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((path) => isFolder(path)) ?? name;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @returns the folder, ready to be `{engine}` */
export async function packReel(folder: string): Promise<string> {
  const { dir } = getBuiltInEngine('reel');
  const { entry, outfile, external, files } = describePackage('reel');
  const packed = join(folder, 'engine');
  await build({
    entryPoints: [join(dir, entry)],
    outfile: join(packed, outfile),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    minify: true,
    keepNames: true,
    mainFields: ['module', 'main'],
    external: [...external],
    banner: { js: banner },
    logLevel: 'silent',
  });
  cpSync(join(dir, 'engine.json'), join(packed, 'engine.json'));
  for (const name of new Set(files.flatMap(({ from }) => (from.kind === 'npm' ? [from.package] : [])))) {
    const target = join(packed, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(packageFolder(dir, name), target);
  }
  return packed;
}
