/** `check` with its options, as commander parses them. */
import { type Command } from 'commander';
import { type CheckFlags } from './commands/check.ts';
import { type ExitCode } from './exit-code.ts';
import { createOutput } from './output.ts';

interface JsonFlag {
  json?: boolean;
}

const CHECK_EXAMPLES = `
Examples:
  HISTORY_DIR=/tmp/history …                          every service that is started so writes one file there
  reelyard check /tmp/history
  reelyard check /tmp/history --require transitions,faults --json
  reelyard check server.jsonl agent.jsonl --require T1,T6,kill-agent --unfinished

Exit codes: 0 every invariant holds · 1 one is broken, or what was required never happened · 2 usage, or a line that is none`;

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
}
