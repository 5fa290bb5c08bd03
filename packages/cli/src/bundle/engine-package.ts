/** The self-contained package of a built-in engine, built as its description says. */
import { describePackage, getBuiltInEngine, type LoadedEngine, type PackageFile } from '@reelyard/engines';
import { FarmError, type EngineManifest } from '@reelyard/contracts';
import { statSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildPackage, type BuiltPackage } from './cache.ts';
import { bundleModule } from './esbuild.ts';
import { getFfmpeg } from './ffmpeg.ts';
import { repository } from './repository.ts';

export interface EnginePackage extends BuiltPackage {
  manifest: EngineManifest;
}

export async function buildEnginePackage(cacheDir: string, name: string): Promise<EnginePackage> {
  const engine = await getBuiltInEngine(name);
  const description = describePackage(name);
  const bundle = description.shouldBundle
    ? await bundleModule({ entry: join(engine.dir, description.entry), external: description.external })
    : undefined;
  const sources = description.files.map((file) => locate(engine, file));
  const built = await buildPackage(cacheDir, {
    name: `engine-${name}`,
    inputs: [JSON.stringify({ engine: engine.manifest, description }), bundle ?? '', await fingerprint(sources)],
    async stage(dir) {
      for (const source of sources) await copyInto(dir, source);
      if (bundle === undefined) return;
      const outfile = join(dir, description.outfile);
      await mkdir(dirname(outfile), { recursive: true });
      await writeFile(outfile, bundle);
    },
  });
  return { ...built, manifest: engine.manifest };
}

interface Source {
  path: string;
  file: PackageFile;
}

function locate(engine: LoadedEngine, file: PackageFile): Source {
  switch (file.from.kind) {
    case 'engine':
      return { path: join(engine.dir, file.from.path), file };
    case 'npm':
      return { path: join(packageDir(file.from.package), file.from.path), file };
    case 'ffmpeg':
      return { path: getFfmpeg(), file };
  }
}

const require = createRequire(repository('engines/package.json'));

function packageDir(name: string): string {
  const found = (require.resolve.paths(name) ?? []).map((dir) => join(dir, name)).find((dir) => isThere(dir));
  if (found === undefined) throw new FarmError('bundle-failed', `the npm package ${name} is not installed`);
  return found;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

async function copyInto(dir: string, { path, file }: Source): Promise<void> {
  const target = join(dir, file.to);
  await mkdir(dirname(target), { recursive: true });
  const match = file.from.kind === 'npm' && file.from.match ? new RegExp(file.from.match) : undefined;
  const isWanted = (from: string): boolean =>
    !from.endsWith('.test.ts') && (!match || statSync(from).isDirectory() || match.test(from));
  await cp(path, target, { recursive: true, dereference: true, filter: isWanted });
  if (file.isExecutable) await chmod(target, 0o755);
}

/** Small sources by content, large binaries by path, size and time: hashing 70 MB of ffmpeg on each start is not worth it. */
async function fingerprint(sources: readonly Source[]): Promise<string> {
  const parts = await Promise.all(sources.map(({ path }) => fingerprintPath(path)));
  return JSON.stringify(parts);
}

async function fingerprintPath(path: string): Promise<unknown> {
  const stat = statSync(path);
  if (!stat.isDirectory())
    return stat.size < 1_000_000 ? [path, (await readFile(path)).toString('base64')] : [path, stat.size, stat.mtimeMs];
  const names = (await readdir(path)).filter((name) => name !== 'node_modules').sort();
  return Promise.all(names.map((name) => fingerprintPath(join(path, name))));
}
