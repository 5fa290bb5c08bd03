/** `reelyard rehearse --plan ENV…`: what a first deploy would make, by the real Terraform, without an account. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synth } from '@reelyard/infra';
import { buildAll } from '../build/build-all.ts';
import { cacheDir } from '../bundle/repository.ts';
import { toArtifacts } from '../operate/artifacts.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { type Output } from '../output.ts';
import { planEnvironment, type PlannedEnvironment } from '../rehearse/plan-environment.ts';
import { getTools } from '../rehearse/tools.ts';

export async function rehearsePlans(names: readonly string[], output: Output): Promise<void> {
  const environments = names.map(getEnvironment);
  const tools = await getTools(process.env);
  const dir = await mkdtemp(join(tmpdir(), 'reelyard-plan-'));
  try {
    const built = await buildAll({ dir, cacheDir, onStep: (text) => output.line(`▸ build      ${text}`) });
    const image = built.find(({ name }) => name === 'job-server-image');
    const artifacts = toArtifacts(dir, built, `sha256:${image?.sha256 ?? ''}`);
    const planned: PlannedEnvironment[] = [];
    for (const environment of environments) {
      const stacks = await synth(environment, artifacts, dir);
      output.line(`▸ plan       ${environment.name}: ${stacks.map(({ stack }) => stack).join(', ')}`);
      planned.push(await planEnvironment(environment, stacks, { tools, dir }));
    }
    output.result({ terraform: tools.terraform.version, environments: planned }, planned.map(planWords).join('\n'));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function planWords({ environment, stacks, resources, seconds }: PlannedEnvironment): string {
  const each = stacks.map(({ stack, create, warnings }) =>
    [`  ${stack.padEnd(14)}+${create}`, ...warnings.map((warning) => `    warning: ${warning}`)].join('\n'),
  );
  return [`${environment}: ${resources} resources in ${stacks.length} stacks, ${seconds} s`, ...each].join('\n');
}
