/** The operator's commands with their options, as commander parses them. The modules of a command are loaded when it runs. */
import { type Command } from 'commander';
import type { BuildFlags } from './commands/build.ts';
import type { DeployFlags } from './commands/deploy.ts';
import type { EngineFlags } from './commands/engine.ts';
import type { KeyFlags, KeyPlace, LimitChange } from './commands/keys.ts';
import { type ExitCode } from './exit-code.ts';
import type { SynthFlags } from './operate/prepare.ts';
import { createOutput, type Output } from './output.ts';

interface JsonFlag {
  json?: boolean;
}

const outputOf = ({ json }: JsonFlag): Output => createOutput(json ?? false);

/** `report` learns the exit code of the command that ran. */
export function addOperateCommands(program: Command, report: (code: ExitCode) => void): void {
  program
    .command('build')
    .description('build what a deployment ships into dist/, with a manifest of sizes and digests')
    .option('--dir <dir>', 'where it goes (default dist)')
    .option('--json', 'print one JSON document')
    .action(async (flags: BuildFlags & JsonFlag) =>
      (await import('./commands/build.ts')).build(flags, outputOf(flags)),
    );
  program
    .command('rehearse')
    .description('apply the environment rehearsal to an emulated AWS, render with what was deployed, destroy it')
    .option('--plan <env...>', 'only plan every stack of these environments, each as if nothing were deployed')
    .option('--json', 'print one JSON document; progress stays on standard error')
    .action(async ({ plan, ...flags }: JsonFlag & { plan?: string[] }) => {
      if (plan) await (await import('./commands/rehearse-plan.ts')).rehearsePlans(plan, outputOf(flags));
      else await (await import('./commands/rehearse.ts')).rehearse(outputOf(flags));
    });
  addLooks(program, report);
  addChanges(program, report);
  addEngineCommands(program);
  addKeyCommands(program);
}

function withSynth(command: Command): Command {
  return command
    .option('--image <digest>', 'image of the job server: sha256:…, or "deployed" to keep the one that runs')
    .option('--out <dir>', 'folder of the synthesized stacks (default cdktf.out)')
    .option('--json', 'print one JSON document; the words of Terraform stay on standard error');
}

function addLooks(program: Command, report: (code: ExitCode) => void): void {
  withSynth(program.command('synth [env...]'))
    .description('write the Terraform JSON of environments (default all); asks AWS for nothing')
    .action(async (names: string[], flags: SynthFlags & JsonFlag) =>
      (await import('./commands/synth.ts')).synthesize(names, flags, outputOf(flags)),
    );
  withSynth(program.command('diff <env>'))
    .description('what a deploy would change')
    .action(async (name: string, flags: SynthFlags & JsonFlag) =>
      (await import('./commands/diff.ts')).diff(name, flags, outputOf(flags)),
    );
  withSynth(program.command('drift <env>'))
    .description('whether what is deployed is what is in this checkout; exits 2 when it is not')
    .action(async (name: string, flags: SynthFlags & JsonFlag) =>
      report(await (await import('./commands/drift.ts')).drift(name, flags, outputOf(flags))),
    );
}

function addChanges(program: Command, report: (code: ExitCode) => void): void {
  const byName = '--yes-i-mean <env>';
  program
    .command('bootstrap-state <env>')
    .description('make the bucket of the state, or put its settings right')
    .option('--json', 'print one JSON document')
    .action(async (name: string, flags: JsonFlag) =>
      (await import('./commands/bootstrap-state.ts')).bootstrapState(name, outputOf(flags)),
    );
  withSynth(program.command('deploy <env>'))
    .description('apply every stack; a protected environment asks for its name and takes a clean tree alone')
    .option(byName, 'the typed name, for a pipeline')
    .action(async (name: string, flags: DeployFlags & JsonFlag) =>
      report(await (await import('./commands/deploy.ts')).deploy(name, flags, outputOf(flags))),
    );
  withSynth(program.command('destroy <env>'))
    .description('end every stack; asks for the name of the environment')
    .option(byName, 'the typed name, for a pipeline')
    .action(async (name: string, flags: DeployFlags & JsonFlag) =>
      (await import('./commands/destroy.ts')).destroy(name, flags, outputOf(flags)),
    );
}

function addEngineCommands(program: Command): void {
  const engine = program.command('engine').description('which engine the instances of an environment get');
  const withEnv = (command: Command): Command =>
    command
      .requiredOption('--env <env>', 'environment: dev, prod')
      .option('--bucket <bucket>', 'bucket of the packages, when it is not that of the environment')
      .option('--json', 'print one JSON document');
  const load = () => import('./commands/engine.ts');
  withEnv(engine.command('publish <source>'))
    .description('package a folder with an engine.json, or a built-in engine, and upload it by its digest')
    .action(async (source: string, flags: EngineFlags & JsonFlag) =>
      (await load()).publishEngine(source, flags, outputOf(flags)),
    );
  withEnv(engine.command('activate <release>'))
    .description('NAME@VERSION, or NAME@VERSION:DIGEST: instances that boot from now on get it')
    .action(async (release: string, flags: EngineFlags & JsonFlag) =>
      (await load()).activateEngine(release, flags, outputOf(flags)),
    );
  withEnv(engine.command('rollback'))
    .description('activate what was active before; again goes one further back')
    .action(async (flags: EngineFlags & JsonFlag) => (await load()).rollBackEngine(flags, outputOf(flags)));
  withEnv(engine.command('list'))
    .description('published releases, the active one, and what rollbacks bring back')
    .action(async (flags: EngineFlags & JsonFlag) => (await load()).listEngines(flags, outputOf(flags)));
}

function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('API keys of the local farm, or of a deployed environment');
  const withPlace = (command: Command): Command =>
    command
      .option('--tenant <tenant>', 'owner of the key (default demo)')
      .option('--env <env>', 'a deployed environment: dev, prod')
      .option('--dir <dir>', 'folder of the local farm')
      .option('--json', 'print one JSON document');
  const load = () => import('./commands/keys.ts');
  const withLimits = (command: Command): Command =>
    command
      .option('--requests-per-minute <n>', 'requests beyond it are refused')
      .option('--concurrent-jobs <n>', 'jobs beyond it wait')
      .option('--jobs-per-day <n>', 'jobs beyond it wait for the next day of UTC');
  withLimits(withPlace(keys.command('create')))
    .description('make a key; it is shown this once')
    .option('--name <name>', 'what it is for (default unnamed)')
    .option('--scope <scope>', 'what it may do: read, render, or admin (default)')
    .option('--test', 'a test key: its jobs are marked, and counted apart')
    .option('--for <user>', 'canary: its key goes unseen into the parameter that its function reads')
    .action(async (flags: KeyFlags & JsonFlag) => (await load()).createApiKey(flags, outputOf(flags)));
  withPlace(keys.command('list'))
    .description('keys of the tenant, with what they are for')
    .action(async (flags: KeyPlace & JsonFlag) => (await load()).listApiKeys(flags, outputOf(flags)));
  withLimits(withPlace(keys.command('limit <id>')))
    .description('change the limits of a key, in place of all that it had; job servers know within a minute')
    .option('--none', "none of its own: the tenant's again")
    .action(async (id: string, flags: LimitChange & JsonFlag) =>
      (await load()).limitApiKey(id, flags, outputOf(flags)),
    );
  withPlace(keys.command('revoke <id>'))
    .description('end a key; job servers refuse it within a minute')
    .action(async (id: string, flags: KeyPlace & JsonFlag) => (await load()).revokeApiKey(id, flags, outputOf(flags)));
}
