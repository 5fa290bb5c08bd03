/** Door of the infrastructure: what others need of it as values. Cheap to import: cdktf is loaded by the first synth. */
import { type Environment } from '@reelyard/environments';
import { type Artifacts } from './artifacts.ts';
import { type SynthesizedStack } from './main.ts';

export { bootstrapDocument, probeDocument, type DocumentContent, type DocumentParameter } from './documents.ts';
export type { Artifacts, Bundle } from './artifacts.ts';
export { type Names, namesOf, stackId, type StackName, stackWaves } from './names.ts';
export { allPolicies } from './policies/all-policies.ts';
export type { Policy, Statement } from './policies/statement.ts';
export type { SynthesizedStack } from './main.ts';
export * from './observability/index.ts';

/**
 * Terraform JSON of every stack of an environment, in the order of their waves.
 * @param outdir made when it is not there; stacks are below its folder `stacks`
 * @throws Error that names every broken guard rail with its fix
 */
export async function synth(
  environment: Environment,
  artifacts: Artifacts,
  outdir: string,
): Promise<SynthesizedStack[]> {
  const { synthesize } = await import('./main.ts');
  return synthesize(environment, artifacts, outdir);
}
