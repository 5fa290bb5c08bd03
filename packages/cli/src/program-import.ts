/** The command that brings edits of other services in. */
import { type Command } from 'commander';
import type { ImportFlags } from './commands/import.ts';
import { type ExitCode } from './exit-code.ts';
import { createOutput } from './output.ts';

export function addImportCommand(program: Command, report: (code: ExitCode) => void): void {
  program
    .command('import <file>')
    .description(
      "an edit in Shotstack's format as a composition, with a report of what is not the same; exits 1 when it is refused",
    )
    .option('--strict', 'refuse an edit that would lose anything')
    .option('--json', 'print one JSON document with composition, losses and notes')
    .action(async (file: string, flags: ImportFlags & { json?: boolean }) =>
      report(await (await import('./commands/import.ts')).importFile(file, flags, createOutput(flags.json ?? false))),
    );
}
