/**
 * Built packages by the digest of what goes into them, below `.reelyard/cache` of the repository. A package is written
 * beside and renamed, so a build that dies leaves nothing half done and two builds at once do no harm.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
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

/** The package of the recipe, from the cache or built now. */
export async function buildPackage(cacheDir: string, recipe: PackageRecipe): Promise<BuiltPackage> {
  const file = join(cacheDir, `${recipe.name}-${digestInputs(recipe.inputs).slice(0, 16)}.tar.gz`);
  if (!existsSync(file)) await build(cacheDir, file, recipe);
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
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function digestInputs(inputs: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    hash.update(String(input.length));
    hash.update(input);
  }
  return hash.digest('hex');
}
