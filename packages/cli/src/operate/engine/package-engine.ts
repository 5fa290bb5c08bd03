/** An engine as a package file: a built-in one by its name, or any folder with an `engine.json`. */
import { isFarmError } from '@reelyard/contracts';
import { listBuiltInEngines, loadManifest } from '@reelyard/engines';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEnginePackage } from '../../bundle/engine-package.ts';
import { digestFile, packFolder } from '../../bundle/tarball.ts';
import { CommandError, EXIT } from '../../exit-code.ts';
import { type Release, releaseKey } from './release.ts';

export interface PackagedEngine {
  release: Release;
  file: string;
}

/** Runs `use` with the package, which may be gone afterwards. */
export async function withPackage<T>(
  source: string,
  cacheDir: string,
  use: (engine: PackagedEngine) => Promise<T>,
): Promise<T> {
  const work = await makeFolder(cacheDir);
  try {
    return await use(await packageEngine(source, { cacheDir, work }));
  } catch (error) {
    throw isFarmError(error) ? new CommandError(EXIT.usage, error.message) : error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function makeFolder(cacheDir: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  return mkdtemp(join(cacheDir, 'publish-'));
}

async function packageEngine(source: string, dirs: { cacheDir: string; work: string }): Promise<PackagedEngine> {
  if (existsSync(join(source, 'engine.json'))) return packageFolder(source, dirs.work);
  const builtIn = listBuiltInEngines().map(({ manifest }) => manifest.name);
  if (!builtIn.includes(source))
    throw new CommandError(
      EXIT.usage,
      `${source} is neither a folder with an engine.json nor a built-in engine (${builtIn.join(', ')})`,
    );
  const built = await buildEnginePackage(dirs.cacheDir, source);
  return describe(built.manifest, built.file, built.sha256);
}

/** The folder as it is, less what version control keeps in it. */
async function packageFolder(source: string, work: string): Promise<PackagedEngine> {
  const { manifest } = loadManifest(source);
  const staged = join(work, 'staged');
  await cp(source, staged, { recursive: true, dereference: true, filter: (path) => !/(^|\/)\.git(\/|$)/.test(path) });
  const file = join(work, 'package.tar.gz');
  await packFolder(staged, file);
  return describe(manifest, file, await digestFile(file));
}

function describe({ name, version }: { name: string; version: string }, file: string, sha256: string): PackagedEngine {
  return { release: { name, version, key: releaseKey(name, version, sha256), sha256 }, file };
}
