/** The stacks of the rehearsal through the real Terraform: up, the same again, down. */
import { type SynthesizedStack } from '@reelyard/infra';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { destroyStacks } from '../commands/destroy.ts';
import { CommandError, EXIT, Interrupted } from '../exit-code.ts';
import { changeWords, countWords } from '../operate/terraform/plan-summary.ts';
import { runTerraform, type TerraformEnd } from '../operate/terraform/run-terraform.ts';
import { createStackTerraform, type StackTerraform } from '../operate/terraform/stack-terraform.ts';
import { planArgv, planExit } from '../operate/terraform/terraform-argv.ts';
import { inWaves } from '../operate/waves.ts';
import { type Output } from '../output.ts';
import { emulatedEnvironment } from './emulated-environment.ts';
import { type Tools } from './tools.ts';

type Stacks = readonly SynthesizedStack[];

export interface RehearsedTerraform {
  /** Init, validate, plan, apply, plan again. Numbers of resources, and what the second plan says. */
  apply(stacks: Stacks): Promise<{ resources: number; planAfterApply: Record<string, string> }>;
  /** Lets go of what cannot be deleted, then destroys. */
  destroy(stacks: Stacks): Promise<{ destroyed: number; leftBehind: string[] }>;
}

export interface TerraformPlace {
  tools: Tools;
  /** Of moto server. */
  endpoint: string;
  region: string;
  /** Types of resources that the emulated AWS cannot delete. */
  undeletable: readonly string[];
  /** Takes every line that Terraform says. */
  log(line: string): void;
  output: Output;
}

export function createRehearsedTerraform(place: TerraformPlace): RehearsedTerraform {
  const { output } = place;
  const env = emulatedEnvironment(place);
  const { path } = place.tools.terraform;
  const onLine = (dir: string, line: string): void => place.log(`${basename(dir).padEnd(24)} │ ${line}`);
  const terraform = createStackTerraform({ path, env, onLine });
  const say = async (dir: string, argv: readonly string[]): Promise<TerraformEnd> => {
    const end = await runTerraform({ path, env, dir, argv, onLine: (line) => onLine(dir, line) });
    if (end.isInterrupted) throw new Interrupted('a signal');
    return end;
  };
  const validate = async (dir: string): Promise<void> => {
    const { code, tail } = await say(dir, ['validate', '-no-color']);
    if (code !== 0) throw new CommandError(EXIT.failed, `${basename(dir)} is not valid:\n${tail.join('\n')}`);
  };
  const isSame = async (dir: string): Promise<boolean> =>
    (await say(dir, planArgv({ willApply: false }))).code === planExit.same;
  const forget = async (dir: string): Promise<string[]> => {
    const types = place.undeletable.filter((type) =>
      readFileSync(join(dir, 'cdk.tf.json'), 'utf8').includes(`"${type}"`),
    );
    if (types.length === 0) return [];
    const { stdout } = await runTerraform({ path, env, dir, argv: ['state', 'list'] });
    const addresses = stdout.split('\n').filter((address) => types.some((type) => address.startsWith(`${type}.`)));
    if (addresses.length > 0) await say(dir, ['state', 'rm', ...addresses]);
    return addresses;
  };
  return {
    apply: (stacks) => applyAll({ terraform, validate, isSame, output }, stacks),
    destroy: async (stacks) => {
      const leftBehind: string[] = [];
      for (const { dir } of stacks) leftBehind.push(...(await forget(dir)));
      const ended = await destroyStacks(terraform, stacks, output);
      return { destroyed: ended.reduce((sum, { destroy }) => sum + destroy, 0), leftBehind };
    },
  };
}

interface Applying {
  terraform: StackTerraform;
  validate(dir: string): Promise<void>;
  /** Whether a plan is empty; what an error is comes out of the plan that describes it. */
  isSame(dir: string): Promise<boolean>;
  output: Output;
}

/** Most of the time the provider waits for a queue or a bucket to settle. */
const atOnce = 3;

async function applyAll({ terraform, validate, isSame, output }: Applying, stacks: Stacks) {
  const applied = await inWaves(
    stacks,
    async ({ stack, dir }) => {
      await terraform.init(dir);
      await validate(dir);
      const wanted = await terraform.plan(dir, { willApply: true });
      await terraform.apply(dir);
      const words = (await isSame(dir)) ? 'empty' : await describeChanges(terraform, dir);
      await terraform.forgetPlan(dir);
      output.line(`▸ applied    ${stack.padEnd(14)}${countWords(wanted)}, then the plan is ${words}`);
      return { stack, resources: wanted.create, words };
    },
    { atOnce },
  );
  return {
    resources: applied.reduce((sum, { resources }) => sum + resources, 0),
    planAfterApply: Object.fromEntries(applied.map(({ stack, words }) => [stack, words])),
  };
}

async function describeChanges(terraform: StackTerraform, dir: string): Promise<string> {
  const changes = await terraform.plan(dir, { willApply: false });
  return [countWords(changes), ...changes.changes.map(changeWords)].join('; ');
}
