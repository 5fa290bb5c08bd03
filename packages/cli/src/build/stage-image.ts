/**
 * The root folder of the job server's image: `/app` with Node, the bundle and the manifests of the engines that jobs may name. Nothing in it is
 * written to at run time, so the container runs read-only and as nobody.
 */
import { listBuiltInEngines } from '@reelyard/engines';
import { chmod, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getNode } from '../bundle/node-binary.ts';
import { repository } from '../bundle/repository.ts';
import { listTree, normalizeMode } from '../bundle/tarball.ts';

/** @param main the bundle of the job server  @param beside files that lie beside it, by name */
export async function stageImage(
  dir: string,
  main: Uint8Array,
  beside: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const app = join(dir, 'app');
  await rm(dir, { recursive: true, force: true });
  await mkdir(app, { recursive: true });
  await cp(repository('job-server/image'), dir, { recursive: true });
  await copyFile(getNode(), join(app, 'node'));
  await chmod(join(app, 'node'), 0o755);
  await writeFile(join(app, 'main.mjs'), main);
  for (const [name, content] of beside) await writeFile(join(app, name), content);
  await writeFile(join(app, 'package.json'), await describePackage());
  await stageManifests(join(app, 'engines'));
  for (const name of await listTree(dir)) await normalizeMode(join(dir, name));
}

/** As `ENGINE_MANIFESTS` reads them: a folder for each engine with its `engine.json`. */
async function stageManifests(dir: string): Promise<void> {
  for (const engine of listBuiltInEngines()) {
    const own = join(dir, engine.manifest.name);
    await mkdir(own, { recursive: true });
    await copyFile(join(engine.dir, 'engine.json'), join(own, 'engine.json'));
  }
}

async function describePackage(): Promise<string> {
  const source = JSON.parse(await readFile(repository('job-server/package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, license, type } = source;
  return `${JSON.stringify({ name, version, license, type, private: true }, null, 2)}\n`;
}
