/** `reelyard deploy ENV`: applies every stack, wave by wave. Each applies the plan that it has shown. */
import { type Environment } from '@reelyard/environments';
import { type SynthesizedStack } from '@reelyard/infra';
import { repository } from '../bundle/repository.ts';
import { CommandError, EXIT, type ExitCode } from '../exit-code.ts';
import { type Confirmation, confirm, terminalAsk } from '../operate/confirm.ts';
import { findDeployment, putDeployment } from '../operate/deployment-record.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { type OperatorClients, withClients } from '../operate/operator-clients.ts';
import { checkPlatform } from '../operate/platform.ts';
import { prepare, startTerraform, type SynthFlags } from '../operate/prepare.ts';
import { checkStatePlace } from '../operate/state-place.ts';
import { getTerraform } from '../operate/terraform/find-terraform.ts';
import { countWords, isEmpty, type PlanSummary } from '../operate/terraform/plan-summary.ts';
import { type StackTerraform } from '../operate/terraform/stack-terraform.ts';
import { groupByWave, inWaves } from '../operate/waves.ts';
import { checkTree, findWorkTree, type WorkTree } from '../operate/work-tree.ts';
import { type Output } from '../output.ts';

export type DeployFlags = SynthFlags & Confirmation;

export type AppliedStack = { stack: SynthesizedStack['stack'] } & PlanSummary;

export interface Deployment {
  environment: string;
  commit?: string;
  /** Digest of the job server's image. */
  image?: string;
  stacks: AppliedStack[];
  /** What the operator has to do before the other stacks can be applied. */
  waitsFor?: 'image';
}

export async function deploy(name: string, flags: DeployFlags, output: Output): Promise<ExitCode> {
  const environment = getEnvironment(name);
  checkPlatform(process);
  const tool = await getTerraform(process.env);
  const tree = await findWorkTree(repository(''));
  checkTree(environment, tree);
  if (environment.isProtected) await confirm('deploy', environment, flags, terminalAsk());
  const deployment = await withClients(environment.region, (clients) =>
    run({ environment, flags, tree, clients, terraform: startTerraform(tool), output }),
  );
  output.result(deployment, deploymentWords(deployment));
  return deployment.waitsFor ? EXIT.refused : EXIT.ok;
}

interface Run {
  environment: Environment;
  flags: DeployFlags;
  tree: WorkTree | undefined;
  clients: OperatorClients;
  terraform: StackTerraform;
  output: Output;
}

async function run({ environment, flags, tree, clients, terraform, output }: Run): Promise<Deployment> {
  const { name } = environment;
  await checkStatePlace(environment, clients);
  const before = await findDeployment(clients.ssm, name);
  const { image, stacks } = await prepare(environment, flags, before?.image, output);
  // An older server under newer infrastructure has to be meant.
  if (image.kind === 'deployed' && flags.image === undefined)
    throw new CommandError(
      EXIT.usage,
      `no image was pushed for this build of ${name}: ${pushHint}, or keep the one that runs by --image deployed`,
    );
  const isFirst = image.kind === 'none';
  const applied = await applyStacks(terraform, isFirst ? holdersOfImages(stacks) : stacks, output);
  const commit = tree ? { commit: tree.commit } : {};
  if (isFirst) return { environment: name, ...commit, stacks: applied, waitsFor: 'image' };
  const isDirty = tree === undefined || tree.changed.length > 0;
  const at = new Date().toISOString();
  await putDeployment(clients.ssm, name, { commit: tree?.commit ?? '', isDirty, image: image.digest, at });
  return { environment: name, ...commit, image: image.digest, stacks: applied };
}

/** The first wave has the repository that an image is pushed to. */
function holdersOfImages(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  return groupByWave(stacks)[0] ?? [];
}

const pushHint = 'push it as docs/how-to/deploy-your-first-environment.md says';

export function applyStacks(
  terraform: StackTerraform,
  stacks: readonly SynthesizedStack[],
  output: Output,
): Promise<AppliedStack[]> {
  return inWaves(stacks, async ({ stack, dir }) => {
    try {
      await terraform.init(dir);
      const plan = await terraform.plan(dir, { willApply: true });
      output.line(`▸ apply      ${stack.padEnd(14)}${countWords(plan)}`);
      if (!isEmpty(plan)) await terraform.apply(dir);
      return { stack, ...plan };
    } finally {
      await terraform.forgetPlan(dir);
    }
  });
}

function deploymentWords({ environment, waitsFor, stacks }: Deployment): string {
  const list = stacks.map((applied) => `  ${applied.stack.padEnd(14)}${countWords(applied)}`).join('\n');
  if (waitsFor === undefined) return `▸ deployed   ${environment}\n${list}`;
  const next = `${pushHint}, then deploy again`;
  return `▸ deployed   the first stacks of ${environment}; the others need an image of the job server: ${next}\n${list}`;
}
