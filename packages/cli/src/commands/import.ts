/** `reelyard import FILE`: an edit in Shotstack's format as a composition, with everything that is not the same. Touches no network. */
import { readFile } from 'node:fs/promises';
import { importShotstack } from '@reelyard/shotstack';
import { CommandError, EXIT, type ExitCode } from '../exit-code.ts';
import { type Output } from '../output.ts';

export interface ImportFlags {
  strict?: boolean;
}

async function readJson(file: string): Promise<unknown> {
  const words = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(EXIT.usage, `cannot read ${file}: ${words(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(EXIT.usage, `${file} is not JSON: ${words(error)}`);
  }
}

/** The composition goes to standard output; losses, notes and problems to standard error. @returns 0, or 1 for an edit that is refused */
export async function importFile(file: string, { strict = false }: ImportFlags, output: Output): Promise<ExitCode> {
  const { kind, ...result } = importShotstack(await readJson(file), { strict });
  for (const { path, code, detail } of [...result.losses, ...result.notes])
    output.line(`${code} ${path || '/'}: ${detail}`);
  if ('problems' in result) {
    for (const { pointer, detail } of result.problems) output.line(`✗ ${pointer || '/'}: ${detail}`);
    output.result({ kind, ...result }, '');
    return EXIT.failed;
  }
  output.result({ kind, ...result }, JSON.stringify(result.composition, undefined, 2));
  return EXIT.ok;
}
