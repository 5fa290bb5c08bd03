/** `reelyard destroy ENV`: ends every stack, last wave first. What protects data has to be unprotected and deployed before. */
import { CommandError, EXIT } from '../exit-code.ts';
import { type Confirmation, confirm, terminalAsk } from '../operate/confirm.ts';
import { deleteDeployment, findDeployment } from '../operate/deployment-record.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { withClients } from '../operate/operator-clients.ts';
import { prepare, startTerraform, type SynthFlags } from '../operate/prepare.ts';
import { checkStatePlace } from '../operate/state-place.ts';
import { getTerraform } from '../operate/terraform/find-terraform.ts';
import { countWords } from '../operate/terraform/plan-summary.ts';
import { type StackTerraform } from '../operate/terraform/stack-terraform.ts';
import { inWaves } from '../operate/waves.ts';
import { type Output } from '../output.ts';
import { type AppliedStack } from './deploy.ts';
import { type SynthesizedStack } from '@reelyard/infra';

export async function destroy(name: string, flags: SynthFlags & Confirmation, output: Output): Promise<void> {
  const environment = getEnvironment(name);
  const tool = await getTerraform(process.env);
  if (environment.isProtected)
    throw new CommandError(
      EXIT.refused,
      `${name} is protected: set isProtected to false in environments/src/${name}.ts, deploy that, then destroy`,
    );
  // Only what lives in local state, a rehearsal, goes without being named.
  if (environment.state.kind !== 'local') await confirm('destroy', environment, flags, terminalAsk());
  const ended = await withClients(environment.region, async (clients) => {
    await checkStatePlace(environment, clients);
    const before = await findDeployment(clients.ssm, name);
    const { stacks } = await prepare(environment, flags, before?.image, output);
    const summaries = await destroyStacks(startTerraform(tool), stacks, output);
    await deleteDeployment(clients.ssm, name);
    return summaries;
  });
  const gone = ended.reduce((sum, it) => sum + it.destroy, 0);
  output.result({ environment: name, stacks: ended }, `▸ destroyed  ${name}: ${gone} resources`);
}

export function destroyStacks(
  terraform: StackTerraform,
  stacks: readonly SynthesizedStack[],
  output: Output,
): Promise<AppliedStack[]> {
  const end = async ({ stack, dir }: SynthesizedStack): Promise<AppliedStack> => {
    await terraform.init(dir);
    // A stack without resources may look up what is gone already.
    if (!(await terraform.hasResources(dir))) return nothing(stack);
    try {
      const plan = await terraform.plan(dir, { willApply: true, isDestroy: true });
      output.line(`▸ destroy    ${stack.padEnd(14)}${countWords(plan)}`);
      await terraform.apply(dir);
      return { stack, ...plan };
    } finally {
      await terraform.forgetPlan(dir);
    }
  };
  return inWaves(stacks, end, { isReversed: true });
}

function nothing(stack: AppliedStack['stack']): AppliedStack {
  return { stack, create: 0, update: 0, replace: 0, destroy: 0, changes: [], outputs: [] };
}
