/** A look at what applying would change, stack by stack. Nothing is changed and no lock is taken. */
import { type SynthesizedStack } from '@reelyard/infra';
import { CommandError } from '../exit-code.ts';
import { changeWords, countWords, isEmpty, type PlanSummary } from './terraform/plan-summary.ts';
import { type StackTerraform } from './terraform/stack-terraform.ts';
import { groupByWave, inWaves } from './waves.ts';

type Stack = SynthesizedStack['stack'];

export type StackLook =
  | ({ stack: Stack; kind: 'planned'; isDeployed: boolean } & PlanSummary)
  /** It looks things up that stacks of an earlier wave make, and those are not deployed. */
  | { stack: Stack; kind: 'blocked'; by: Stack[] };

export async function lookAt(terraform: StackTerraform, stacks: readonly SynthesizedStack[]): Promise<StackLook[]> {
  const absent = new Set<Stack>();
  const waves = groupByWave(stacks);
  return inWaves(stacks, async ({ stack, dir }): Promise<StackLook> => {
    await terraform.init(dir);
    const isDeployed = await terraform.hasResources(dir);
    if (!isDeployed) absent.add(stack);
    try {
      return { stack, kind: 'planned', isDeployed, ...(await terraform.plan(dir, { willApply: false })) };
    } catch (error) {
      const by = earlier(waves, stack).filter((name) => absent.has(name));
      if (by.length === 0 || !(error instanceof CommandError)) throw error;
      return { stack, kind: 'blocked', by };
    } finally {
      await terraform.forgetPlan(dir);
    }
  });
}

function earlier(waves: readonly SynthesizedStack[][], stack: Stack): Stack[] {
  const own = waves.findIndex((wave) => wave.some((each) => each.stack === stack));
  return waves.slice(0, own).flatMap((wave) => wave.map((each) => each.stack));
}

/** Whether applying would change nothing at all. */
export function isSame(looks: readonly StackLook[]): boolean {
  return looks.every((look) => look.kind === 'planned' && isEmpty(look));
}

/** One line for the stack, and one for each change. */
export function lookWords(look: StackLook): string {
  const name = look.stack.padEnd(14);
  if (look.kind === 'blocked') return `${name}can be planned once ${look.by.join(' and ')} is deployed`;
  return [`${name}${countWords(look)}`, ...look.changes.map((change) => `  ${changeWords(change)}`)].join('\n');
}
