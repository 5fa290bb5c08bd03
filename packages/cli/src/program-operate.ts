/** The operator's commands with their options, as commander parses them. */
import { type Command } from 'commander';
import { build, type BuildFlags } from './commands/build.ts';
import { type ExitCode } from './exit-code.ts';
import { createOutput } from './output.ts';

interface JsonFlag {
  json?: boolean;
}

/** `report` learns the exit code of the command that ran. */
export function addOperateCommands(program: Command, _report: (code: ExitCode) => void): void {
  program
    .command('build')
    .description('build what a deployment ships into dist/, with a manifest of sizes and digests')
    .option('--dir <dir>', 'where it goes (default dist)')
    .option('--json', 'print one JSON document')
    .action((flags: BuildFlags & JsonFlag) => build(flags, createOutput(flags.json ?? false)));
}
