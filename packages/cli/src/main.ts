/** `reelyard`: the only file that reads argv and ends the process. */
import { CommanderError } from 'commander';
import { CommandError, EXIT, Interrupted } from './exit-code.ts';
import { createProgram } from './program.ts';

let code: number = EXIT.ok;
try {
  await createProgram((reported) => (code = reported)).parseAsync(process.argv);
} catch (error) {
  code = explain(error);
}
process.exit(code);

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Interrupted) return 130;
  if (error instanceof CommandError) {
    console.error(`✗ ${error.message}`);
    return error.exitCode;
  }
  console.error(error);
  return EXIT.failed;
}
