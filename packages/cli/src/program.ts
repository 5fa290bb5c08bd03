/**
 * The commands of `reelyard` with their options, as commander parses them. Invariant: the modules of a command are loaded when it runs, so that
 * none pays for the others; types come by `import type`, because `import { type … }` loads its module all the same.
 */
import { Command } from 'commander';
import { repository } from './bundle/repository.ts';
import type { BatchFlags } from './commands/batch.ts';
import type { RenderFlags } from './commands/render.ts';
import type { UpFlags } from './commands/up.ts';
import type { AddressFlags } from './commands/address.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { createOutput } from './output.ts';
import { addChaosCommands } from './program-chaos.ts';
import { addImportCommand } from './program-import.ts';
import { addOperateCommands } from './program-operate.ts';
import { addPlanCommand } from './program-plan.ts';
import { addSimulateCommand } from './program-simulate.ts';

interface JsonFlag {
  json?: boolean;
}

/** `report` learns the exit code of the command that ran. */
export function createProgram(report: (code: ExitCode) => void): Command {
  const program = new Command('reelyard')
    .description('A render farm for API-first video creation.')
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit codes: 0 done · 1 job failed · 2 usage · 3 a tool is missing · 4 no farm answers · 5 refused · 130 interrupted',
    );
  addFarmCommands(program);
  addJobCommands(program, report);
  addImportCommand(program, report);
  addOperateCommands(program, report);
  addSimulateCommand(program);
  addPlanCommand(program);
  addChaosCommands(program, report);
  return program;
}

function addFarmCommands(program: Command): void {
  program
    .command('demo')
    .description('bring up a farm, render one composition, show where the time went, leave nothing behind')
    .option('--file <file>', 'composition', repository('examples/hello.json'))
    .option('--out <file>', 'where the video goes', 'out/hello.mp4')
    .option('--json', 'print one JSON document')
    .action(async ({ file, out, json }: { file: string; out: string } & JsonFlag) => {
      const { readSubmit } = await import('./api/read-composition.ts');
      const submit = await readSubmit(file);
      const { renderEmbedded } = await import('./commands/render.ts');
      await renderEmbedded(submit, file, out, {}, createOutput(json ?? false));
    });
  program
    .command('up')
    .description('bring up a farm that stays; prints its URL and key')
    .option('--dir <dir>', 'state and logs (default .reelyard/farm)')
    .option('--engine <name>', 'engine of the instances: reel, ffmpeg, scripted', 'reel')
    .option('--port <port>', 'port of the job server, 0 for any', '0')
    .option('--canary', 'the canary, too: a job of one second every 15 minutes while a machine is up')
    .option('--json', 'print one JSON document')
    .action(async (flags: UpFlags & JsonFlag) =>
      (await import('./commands/up.ts')).up(flags, createOutput(flags.json ?? false)),
    );
}

function addJobCommands(program: Command, report: (code: ExitCode) => void): void {
  const withAddress = (command: Command): Command =>
    command
      .option('--url <url>', 'job server (REELYARD_URL; default: the farm that is up)')
      .option('--key <key>', 'API key (REELYARD_KEY)')
      .option('--json', 'print one JSON document');
  withAddress(program.command('render <file>'))
    .description('render a composition on a running farm, else on one of its own; uploads the files it names')
    .option('--out <file>', 'where the video goes (default out/<name>.mp4)')
    .option('--engine <name>', 'engine of an own farm')
    .option('--lane <lane>', 'express, standard or bulk')
    .action(async (file: string, flags: RenderFlags & JsonFlag) =>
      (await import('./commands/render.ts')).render(file, flags, createOutput(flags.json ?? false)),
    );
  withAddress(program.command('batch <file>'))
    .description(
      'a job a row of a .csv, .ndjson or .json; exits 1 when a row was refused, with --wait also when a job did not succeed',
    )
    .option('--template <id>', 'template that the rows are variables of; a table needs one')
    .option('--template-version <n>', 'the newest without it')
    .option('--mode <mode>', 'best-effort or all-or-nothing')
    .option('--lane <lane>', 'express, standard or bulk')
    .option('--idempotency-key <key>', 'goes on with a batch that broke off')
    .option('--wait', 'until every job has ended')
    .action(async (file: string, flags: BatchFlags & JsonFlag) =>
      report(await (await import('./commands/batch.ts')).batch(file, flags, createOutput(flags.json ?? false))),
    );
  withAddress(program.command('status <job>'))
    .description('state, progress and results of a job; exits 1 when it failed')
    .action(async (job: string, flags: AddressFlags & JsonFlag) =>
      report(await (await import('./commands/status.ts')).status(job, flags, createOutput(flags.json ?? false))),
    );
  withAddress(program.command('cancel <job>'))
    .description('cancel a job; once this says canceled it never succeeds')
    .action(async (job: string, flags: AddressFlags & JsonFlag) =>
      (await import('./commands/status.ts')).cancel(job, flags, createOutput(flags.json ?? false)),
    );
  program
    .command('logs <job>')
    .description('every log line of the local farm that names the job')
    .option('--dir <dir>', 'folder of the farm (default .reelyard/farm)')
    .option('--json', 'print one JSON document')
    .action(async (job: string, flags: { dir?: string } & JsonFlag) =>
      (await import('./commands/logs.ts')).logs(job, flags, createOutput(flags.json ?? false)),
    );
  report(EXIT.ok);
}
