/**
 * Plans every stack of an environment with the real Terraform and the real provider on an emulated AWS: init with the environment's own backend,
 * then plan. Nothing is applied; what stacks look up of each other is seeded.
 */
import { type Environment } from '@reelyard/environments';
import { type StackName, type SynthesizedStack } from '@reelyard/infra';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { createStackTerraform } from '../operate/terraform/stack-terraform.ts';
import { inWaves } from '../operate/waves.ts';
import { emulatedEnvironment } from './emulated-environment.ts';
import { startMoto } from './moto-server.ts';
import { listWarnings } from './plan-warnings.ts';
import { seedLookUps } from './seed-look-ups.ts';
import { type Tools } from './tools.ts';

export interface PlannedStack {
  stack: StackName;
  /** Resources that a first apply makes. */
  create: number;
  /** Anything but making: there is nothing yet that could change, so none. */
  otherwise: number;
  /** By kind and address, e.g. of deprecated arguments. */
  warnings: string[];
}

export interface PlannedEnvironment {
  environment: string;
  stacks: PlannedStack[];
  resources: number;
  seconds: number;
}

export interface PlanPlace {
  tools: Tools;
  /** Folder of the logs. */
  dir: string;
}

/** @throws CommandError with the words of Terraform when a stack has no plan */
export async function planEnvironment(
  environment: Environment,
  synthesized: readonly SynthesizedStack[],
  { tools, dir }: PlanPlace,
): Promise<PlannedEnvironment> {
  const startedAt = performance.now();
  const moto = await startMoto({ path: tools.moto, logFile: join(dir, `moto-${environment.name}.log`) });
  const log = createWriteStream(join(dir, `terraform-${environment.name}.log`));
  try {
    await seedLookUps(moto.endpoint, environment);
    const said = new Map<string, string[]>();
    const terraform = createStackTerraform({
      path: tools.terraform.path,
      env: emulatedEnvironment({ tools, endpoint: moto.endpoint, region: environment.region }),
      onLine: (place, line) => {
        said.set(place, [...(said.get(place) ?? []), line]);
        log.write(`${basename(place).padEnd(24)} │ ${line}\n`);
      },
    });
    const stacks = await inWaves(synthesized, async ({ stack, dir: place }): Promise<PlannedStack> => {
      await terraform.init(place);
      // What init warns of is the place of the provider, not the stack.
      said.delete(place);
      const { create, update, replace, destroy } = await terraform.plan(place, { willApply: false });
      await terraform.forgetPlan(place);
      return { stack, create, otherwise: update + replace + destroy, warnings: listWarnings(said.get(place) ?? []) };
    });
    const resources = stacks.reduce((sum, { create }) => sum + create, 0);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    return { environment: environment.name, stacks, resources, seconds };
  } finally {
    await moto.stop();
    await new Promise((resolve) => log.end(resolve));
  }
}
