/**
 * Built packages by the digest of what goes into them, below `.reelyard/cache` of the repository. A package is written
 * beside and renamed, so a build that dies leaves nothing half done and two builds at once do no harm. The last few of each kind are kept.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile, packFolder } from './tarball.ts';

export interface BuiltPackage {
  file: string;
  sha256: string;
}

export interface PackageRecipe {
  /** Kind of package, part of the file name: `agent`, `engine-reel`. */
  name: string;
  /** All that decides the content. */
  inputs: readonly (string | Uint8Array)[];
  /** Puts the content into an empty folder. */
  stage(dir: string): Promise<void>;
}

/** Raised when packing itself changes, so that no older package is taken for a new one. */
const packing = '2';
/** A package is some 70 MB, and each change of a source makes one. */
const keptOfEachKind = 4;

/** The package of the recipe, from the cache or built now. */
export async function buildPackage(cacheDir: string, recipe: PackageRecipe): Promise<BuiltPackage> {
  const file = join(cacheDir, `${recipe.name}-${digestInputs(recipe.inputs).slice(0, 16)}.tar.gz`);
  if (existsSync(file)) await touch(file);
  else await build(cacheDir, file, recipe);
  return { file, sha256: await digestFile(file) };
}

async function build(cacheDir: string, file: string, recipe: PackageRecipe): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, 'build-'));
  try {
    const staged = join(work, 'staged');
    await mkdir(staged);
    await recipe.stage(staged);
    await packFolder(staged, join(work, 'package.tar.gz'));
    await rename(join(work, 'package.tar.gz'), file);
    await forgetOldest(cacheDir, recipe.name);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now);
}

async function forgetOldest(cacheDir: string, name: string): Promise<void> {
  const files = (await readdir(cacheDir)).filter((file) => /^(.*)-[0-9a-f]{16}\.tar\.gz$/.exec(file)?.[1] === name);
  const dated = await Promise.all(files.map(async (file) => ({ file, usedAt: await usedAt(join(cacheDir, file)) })));
  const old = dated.sort((a, b) => b.usedAt - a.usedAt).slice(keptOfEachKind);
  await Promise.all(old.map(({ file }) => rm(join(cacheDir, file), { force: true })));
}

/** Another build may have forgotten it meanwhile. */
async function usedAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

function digestInputs(inputs: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256').update(packing);
  for (const input of inputs) {
    hash.update(String(input.length));
    hash.update(input);
  }
  return hash.digest('hex');
}
