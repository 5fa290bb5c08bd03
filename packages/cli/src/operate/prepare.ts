/** From the name of an environment to stacks that Terraform can run: tool, build, image, synthesized JSON. */
import { type Environment } from '@reelyard/environments';
import { type Artifacts, synth, type SynthesizedStack } from '@reelyard/infra';
import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { buildAll } from '../build/build-all.ts';
import { cacheDir, repository } from '../bundle/repository.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { toArtifacts } from './artifacts.ts';
import { chooseImage, type ServerImage } from './server-image.ts';
import { createStackTerraform, type StackTerraform } from './terraform/stack-terraform.ts';
import { terraformEnvironment } from './terraform/terraform-environment.ts';
import { type TerraformTool } from './terraform/find-terraform.ts';

export interface SynthFlags {
  /** Digest of the job server's image, or `deployed`. */
  image?: string;
  /** Folder of the synthesized stacks. */
  out?: string;
}

export interface Prepared {
  image: ServerImage;
  stacks: SynthesizedStack[];
}

/** @param deployed digest of the image that is deployed, if any */
export async function prepare(
  environment: Environment,
  flags: SynthFlags,
  deployed: string | undefined,
  output: Output,
): Promise<Prepared> {
  const built = await buildFor(flags, deployed, output);
  return { image: built.image, stacks: await synthesizeStacks(environment, built, flags, output) };
}

export interface BuiltFor {
  artifacts: Artifacts;
  image: ServerImage;
}

/** The same for every environment. */
export async function buildFor(flags: SynthFlags, deployed: string | undefined, output: Output): Promise<BuiltFor> {
  const dir = repository('dist');
  const built = await buildAll({ dir, cacheDir, onStep: (text) => output.line(`▸ build      ${text}`) });
  const image = await chooseImage({ told: flags.image, dir, deployed });
  return { image, artifacts: toArtifacts(dir, built, image.digest) };
}

export async function synthesizeStacks(
  environment: Environment,
  { artifacts }: BuiltFor,
  { out }: SynthFlags,
  output: Output,
): Promise<SynthesizedStack[]> {
  const stacks = await synthesize(environment, artifacts, out ?? repository('cdktf.out'));
  output.line(`▸ synth      ${environment.name}: ${stacks.map(({ stack }) => stack).join(', ')}`);
  return stacks;
}

async function synthesize(...args: Parameters<typeof synth>): Promise<SynthesizedStack[]> {
  try {
    return await synth(...args);
  } catch (error) {
    // A guard rail says what is wrong and how to mend it; its stack says nothing more.
    throw new CommandError(EXIT.failed, error instanceof Error ? error.message : String(error));
  }
}

/** Its progress goes to standard error, each line behind the name of its stack. */
export function startTerraform({ path }: Pick<TerraformTool, 'path'>): StackTerraform {
  const env = terraformEnvironment(process.env, {
    pluginCacheDir: repository('.reelyard/terraform-providers'),
    isThere: existsSync,
  });
  if (env['TF_PLUGIN_CACHE_DIR'] !== undefined) mkdirSync(env['TF_PLUGIN_CACHE_DIR'], { recursive: true });
  return createStackTerraform({
    path,
    env,
    onLine: (dir, line) => process.stderr.write(`${basename(dir).padEnd(20)} │ ${line}\n`),
  });
}
