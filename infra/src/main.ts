/** One app per environment: its stacks as Terraform JSON, `<outdir>/stacks/<stack>-<environment>/cdk.tf.json`. */
import { type Environment } from '@reelyard/environments';
import { App } from 'cdktf';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Artifacts } from './artifacts.ts';
import { addStacks } from './stacks/add-stacks.ts';
import { type StackName } from './names.ts';

export interface SynthesizedStack {
  stack: StackName;
  /** Folder to run Terraform in. */
  dir: string;
}

/** @throws Error that names every broken guard rail with its fix */
export function synthesize(environment: Environment, artifacts: Artifacts, outdir: string): SynthesizedStack[] {
  const absolute = resolve(outdir);
  mkdirSync(absolute, { recursive: true });
  const app = new App({ outdir: absolute, stackTraces: false });
  const stacks = addStacks(app, { environment, artifacts, outdir: absolute });
  app.synth();
  return stacks.map(([stack, { node }]) => ({ stack, dir: resolve(absolute, 'stacks', node.id) }));
}
