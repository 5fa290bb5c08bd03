/**
 * Everything that a deployment ships, from the sources of this checkout. The same sources give the same bytes. Invariant: `manifest.json` is
 * written last, so a folder with a manifest is whole.
 */
import { FarmError } from '@reelyard/contracts';
import { listBuiltInEngines } from '@reelyard/engines';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAgentBundle } from '../bundle/agent-bundle.ts';
import { type BuiltPackage } from '../bundle/cache.ts';
import { buildEnginePackage } from '../bundle/engine-package.ts';
import { buildBesideJobServer, buildJobServerBundle } from '../bundle/job-server-bundle.ts';
import { buildCanaryZip, buildScalerZip } from '../bundle/lambda-zip.ts';
import { digestFile } from '../bundle/tarball.ts';
import { type Artifact, imageMetadataName, manifestName } from './artifact.ts';
import { digestTree } from './digest-tree.ts';
import { stageImage } from './stage-image.ts';

export interface BuildOptions {
  /** Where the products go. */
  dir: string;
  /** Where packages are kept between builds. */
  cacheDir: string;
  onStep?: (text: string) => void;
}

/** A cold start reads the whole zip: one megabyte is loaded in well under a second. */
const maxZipBytes = 1_000_000;

/** @throws FarmError `bundle-failed` */
export async function buildAll({ dir, cacheDir, onStep }: BuildOptions): Promise<Artifact[]> {
  await mkdir(dir, { recursive: true });
  const before = await readManifest(dir);
  await rm(join(dir, manifestName), { force: true });
  const artifacts: Artifact[] = [];
  for (const build of recipes(dir, cacheDir)) {
    const made = await build();
    artifacts.push(made);
    onStep?.(`${made.name.padEnd(18)} ${String(made.bytes).padStart(11)} bytes  sha256 ${made.sha256.slice(0, 12)}`);
  }
  if (imageOf(before) !== imageOf(artifacts)) await rm(join(dir, imageMetadataName), { force: true });
  artifacts.sort((a, b) => (a.name < b.name ? -1 : 1));
  await writeFile(join(dir, 'manifest.tmp'), `${JSON.stringify(artifacts, null, 2)}\n`);
  await rename(join(dir, 'manifest.tmp'), join(dir, manifestName));
  return artifacts;
}

/** The manifest of the last build, or nothing. */
async function readManifest(dir: string): Promise<Artifact[]> {
  return JSON.parse(await readFile(join(dir, manifestName), 'utf8').catch(() => '[]')) as Artifact[];
}

/** What was pushed of another image is no image of this build. */
function imageOf(artifacts: readonly Artifact[]): string | undefined {
  return artifacts.find(({ name }) => name === 'job-server-image')?.sha256;
}

/** One after the other: each packs with as many threads as there are. */
function recipes(dir: string, cacheDir: string): (() => Promise<Artifact>)[] {
  return [
    () => buildZip(dir, 'scaler', buildScalerZip),
    () => buildZip(dir, 'canary', buildCanaryZip),
    () => buildJobServer(dir),
    () => buildImage(dir),
    async () => keep(dir, 'agent', await buildAgentBundle(cacheDir)),
    ...listBuiltInEngines().map(({ manifest: { name } }) => async () => {
      return keep(dir, `engine-${name}`, await buildEnginePackage(cacheDir, name));
    }),
  ];
}

async function buildZip(dir: string, name: string, make: () => Promise<Uint8Array>): Promise<Artifact> {
  const zip = await make();
  if (zip.byteLength > maxZipBytes)
    throw new FarmError('bundle-failed', `the zip of ${name} has ${zip.byteLength} bytes, ${maxZipBytes} are allowed`);
  await writeFile(join(dir, `${name}.zip`), zip);
  return describe(dir, name, `${name}.zip`);
}

async function buildJobServer(dir: string): Promise<Artifact> {
  await writeFile(join(dir, 'job-server.mjs'), await buildJobServerBundle());
  for (const [name, content] of await buildBesideJobServer()) await writeFile(join(dir, name), content);
  return describe(dir, 'job-server', 'job-server.mjs');
}

async function buildImage(dir: string): Promise<Artifact> {
  const file = 'job-server-image';
  await stageImage(join(dir, file), await buildJobServerBundle(), await buildBesideJobServer());
  return { name: 'job-server-image', file, ...(await digestTree(join(dir, file))) };
}

async function keep(dir: string, name: string, built: BuiltPackage): Promise<Artifact> {
  const file = `${name}.tar.gz`;
  await copyFile(built.file, join(dir, file));
  return describe(dir, name, file);
}

async function describe(dir: string, name: string, file: string): Promise<Artifact> {
  const path = join(dir, file);
  return { name, file, bytes: (await stat(path)).size, sha256: await digestFile(path) };
}
