/** `reelyard build`: what a deployment ships, into `dist/`. */
import { relative } from 'node:path';
import { type Artifact, manifestName } from '../build/artifact.ts';
import { buildAll } from '../build/build-all.ts';
import { cacheDir, repository } from '../bundle/repository.ts';
import { type Output } from '../output.ts';

export interface BuildFlags {
  dir?: string;
}

export async function build(flags: BuildFlags, output: Output): Promise<void> {
  const dir = flags.dir ?? repository('dist');
  const artifacts = await buildAll({ dir, cacheDir, onStep: (text) => output.line(`▸ build      ${text}`) });
  output.result({ dir, artifacts }, describe(dir, artifacts));
}

function describe(dir: string, artifacts: readonly Artifact[]): string {
  const megabytes = artifacts.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000;
  return `▸ wrote      ${relative('.', dir)}/${manifestName}: ${artifacts.length} artifacts, ${megabytes.toFixed(0)} MB`;
}
