/** Terraform in the folder of one stack. Its progress is heard as it comes; a run that fails is one sentence, its reason stands in the progress. */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CommandError, EXIT, Interrupted } from '../../exit-code.ts';
import { type PlanSummary, summarizePlan } from './plan-summary.ts';
import { runTerraform, type TerraformEnd } from './run-terraform.ts';
import {
  applyArgv,
  initArgv,
  planArgv,
  planExit,
  planFile,
  type PlanKind,
  showArgv,
  stateArgv,
} from './terraform-argv.ts';

export interface StackTerraform {
  /** Fetches providers and connects to the state. */
  init(dir: string): Promise<void>;
  /** Whether the state holds a resource. */
  hasResources(dir: string): Promise<boolean>;
  /** Leaves the plan for `apply`. */
  plan(dir: string, kind: PlanKind): Promise<PlanSummary>;
  /** Applies the plan and forgets it. */
  apply(dir: string): Promise<void>;
  /** Removes the plan: it holds values. */
  forgetPlan(dir: string): Promise<void>;
}

export interface StackTerraformOptions {
  path: string;
  env: Readonly<Record<string, string>>;
  /** A line that Terraform said in that folder. */
  onLine(dir: string, line: string): void;
}

export function createStackTerraform(options: StackTerraformOptions): StackTerraform {
  const pluginDir = options.env['TF_PLUGIN_DIR'];
  const one = createQueue();
  const say = async (dir: string, argv: readonly string[]): Promise<TerraformEnd> =>
    check(dir, argv, await runTerraform({ ...options, dir, argv, onLine: (line) => options.onLine(dir, line) }));
  const ask = async (dir: string, argv: readonly string[]): Promise<string> => {
    const { path, env } = options;
    return check(dir, argv, await runTerraform({ path, env, dir, argv }), [planExit.same]).stdout;
  };
  const forgetPlan = (dir: string): Promise<void> => rm(join(dir, planFile), { force: true });
  return {
    // Terraform's cache of providers is not safe to fill by two at once.
    init: (dir) => one(async () => void (await say(dir, initArgv({ pluginDir })))),
    hasResources: async (dir) => holdsResources(await ask(dir, stateArgv)),
    plan: async (dir, kind) => {
      await say(dir, planArgv(kind));
      return summarizePlan(await ask(dir, showArgv));
    },
    apply: async (dir) => {
      await say(dir, applyArgv);
      await forgetPlan(dir);
    },
    forgetPlan,
  };
}

function check(
  dir: string,
  argv: readonly string[],
  end: TerraformEnd,
  fine: readonly number[] = Object.values(planExit),
): TerraformEnd {
  if (end.isInterrupted) throw new Interrupted('a signal');
  if (fine.includes(end.code) && (argv[0] === 'plan' || end.code === 0)) return end;
  const words = lastWords(end.tail).map((line) => `\n${line}`);
  throw new CommandError(
    EXIT.failed,
    `terraform ${argv[0]} of ${basename(dir)} ended with ${end.code}${words.join('')}`,
  );
}

const stateModule: z.ZodType<StateModule> = z.lazy(() =>
  z.object({
    resources: z.array(z.object({ mode: z.string() })).default([]),
    child_modules: z.array(stateModule).default([]),
  }),
);
/** What went wrong, each with where: Terraform writes a line `Error: …` and, two below, `with <address>,`. Pure. */
export function lastWords(tail: readonly string[]): string[] {
  const words = tail.map((line) => line.replace(/^[\s│]*/, '')).filter((line) => /^(Error: |with \S+,$)/.test(line));
  return words.length > 0 ? words : tail.filter((line) => line.trim() !== '').slice(-3);
}

interface StateModule {
  resources: { mode: string }[];
  child_modules: StateModule[];
}
const stateDocument = z.object({ values: z.object({ root_module: stateModule }).optional() });

/** Pure. Data that was read does not count. */
export function holdsResources(state: string): boolean {
  const { values } = stateDocument.parse(JSON.parse(state));
  return values !== undefined && holds(values.root_module);
}

function holds({ resources, child_modules }: StateModule): boolean {
  return resources.some(({ mode }) => mode === 'managed') || child_modules.some(holds);
}

/** Runs what it is given one after the other. */
function createQueue(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const next = last.then(run, run);
    last = next;
    return next;
  };
}
