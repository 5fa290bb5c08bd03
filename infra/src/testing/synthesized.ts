/** A synthesized environment as data, for tests. */
import { type Environment } from '@reelyard/environments';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../main.ts';
import { type StackName } from '../names.ts';
import { type Attributes } from '../guard-rails/rule.ts';
import { someArtifacts } from './some-artifacts.ts';

export interface StackJson {
  terraform: { backend: Record<string, Attributes>; required_providers: Record<string, { version: string }> };
  provider: Record<string, Attributes[]>;
  resource: Record<string, Record<string, Attributes>>;
  data?: Record<string, Record<string, Attributes>>;
}

export type Synthesized = ReadonlyMap<StackName, StackJson>;

export function synthesized(environment: Environment): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'reelyard-synth-'));
  try {
    const stacks = synthesize(environment, someArtifacts(), outdir);
    return new Map(stacks.map(({ stack, dir }) => [stack, readStack(dir)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function readStack(dir: string): StackJson {
  return JSON.parse(readFileSync(join(dir, 'cdk.tf.json'), 'utf8')) as StackJson;
}

/** Attributes of every resource of a type, over all stacks. */
export function resourcesOf(stacks: Synthesized, type: string): Attributes[] {
  return [...stacks.values()].flatMap(({ resource }) => Object.values(resource[type] ?? {}));
}
