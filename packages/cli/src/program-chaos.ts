/** `check` and `chaos` with their options, as commander parses them. */
import { type Command } from 'commander';
import type { ChaosFlags } from './commands/chaos.ts';
import type { CheckFlags } from './commands/check.ts';
import { type ExitCode } from './exit-code.ts';
import { createOutput } from './output.ts';

interface JsonFlag {
  json?: boolean;
}

const CHECK_EXAMPLES = `
Examples:
  HISTORY_DIR=history …                               every service that is started so writes one file there
  reelyard check history
  reelyard check history --require transitions,faults --json
  reelyard check server.jsonl agent.jsonl --require T1,T6,kill-agent --unfinished

Exit codes: 0 every invariant holds · 1 one is broken, or what was required never happened · 2 usage, or a line that is none`;

const CHAOS_EXAMPLES = `
Examples:
  reelyard chaos --jobs 100
  reelyard chaos --jobs 100 --seed 7 --json
  reelyard chaos --jobs 2000 --seed 7                  every kind of fault at least 20 times
  reelyard chaos --plan half-the-fleet --jobs 60
  reelyard chaos --plan half-the-fleet --timers default --jobs 100
  reelyard chaos --plan default-timers --jobs 100      how soon interrupted tasks are taken up, with the timers of production
  reelyard chaos --jobs 40 --faults kill-agent,freeze-instance,messages-lost

Exit codes: 0 every promise was kept and everything that has to happen did · 1 otherwise · 2 usage`;

export function addChaosCommands(program: Command, report: (code: ExitCode) => void): void {
  program
    .command('check <history...>')
    .description('hold recorded histories, files or folders of them, against the promises of the protocol')
    .option('--require <list>', 'what has to have happened: transitions, faults, a row (T1 … T14), a kind of fault')
    .option('--unfinished', 'the farm is still at work: not every job has to have ended')
    .option('--json', 'print one JSON document')
    .addHelpText('after', CHECK_EXAMPLES)
    .action(async (paths: string[], { json, ...flags }: CheckFlags & JsonFlag) =>
      report(await (await import('./commands/check.ts')).check(paths, flags, createOutput(json ?? false))),
    );
  program
    .command('chaos')
    .description(
      'a real farm on this machine under fire: kills, freezes, failing AWS calls; then whether every promise was kept',
    )
    .option('--jobs <n>', 'jobs of the scripted engine', '100')
    .option('--seed <n>', 'of jobs and faults (default: one that is printed)')
    .option('--plan <name>', 'storm, half-the-fleet, default-timers', 'storm')
    .option('--timers <which>', 'short, or default: those of production (default: short); half-the-fleet only')
    .option('--faults <list>', 'kinds with commas (default: all); storm only')
    .option('--dir <dir>', 'state, logs and histories; they stay (default: a new folder below .reelyard)')
    .option('--json', 'print one JSON document; progress goes to standard error')
    .addHelpText('after', CHAOS_EXAMPLES)
    .action(async ({ json, ...flags }: ChaosFlags & JsonFlag) =>
      report(await (await import('./commands/chaos.ts')).chaos(flags, createOutput(json ?? false))),
    );
}
