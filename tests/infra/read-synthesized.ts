/** Terraform JSON of an environment by the name of its stack, synthesized with bundles that nobody built. */
import { type Environment } from '@reelyard/environments';
import { type Artifacts, type StackName, synth } from '@reelyard/infra';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const nobodysArtifacts: Artifacts = {
  scaler: { path: '/bundles/scaler.zip', sha256: 'a'.repeat(64) },
  canary: { path: '/bundles/canary.zip', sha256: 'e'.repeat(64) },
  agent: { path: '/bundles/agent.tar.gz', sha256: 'b'.repeat(64), version: 3 },
  engine: { path: '/bundles/reel.tar.gz', sha256: 'c'.repeat(64), name: 'reel', version: '1.2.3' },
  serverImage: { digest: `sha256:${'d'.repeat(64)}` },
};

export interface StackJson {
  resource: Record<string, Record<string, Readonly<Record<string, unknown>>>>;
}

export async function readSynthesized(environment: Environment): Promise<Partial<Record<StackName, StackJson>>> {
  const outdir = mkdtempSync(join(tmpdir(), 'reelyard-synth-'));
  try {
    const stacks = await synth(environment, nobodysArtifacts, outdir);
    return Object.fromEntries(
      stacks.map(({ stack, dir }) => [stack, JSON.parse(readFileSync(join(dir, 'cdk.tf.json'), 'utf8')) as StackJson]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
