/** The typed name of an environment: nobody changes production by habit. */
import { type Environment } from '@reelyard/environments';
import { createInterface } from 'node:readline/promises';
import { CommandError, EXIT } from '../exit-code.ts';

export interface Confirmation {
  /** From `--yes-i-mean`, for a pipeline. */
  yesIMean?: string;
}

/**
 * @param act what is about to happen, e.g. `deploy`
 * @param ask reads one line from the operator; absent when nobody is there to type
 * @throws CommandError unless the name is that of the environment
 */
export async function confirm(
  act: string,
  { name }: Pick<Environment, 'name'>,
  { yesIMean }: Confirmation,
  ask: ((question: string) => Promise<string>) | undefined,
): Promise<void> {
  const typed = yesIMean ?? (await ask?.(`This will ${act} ${name}. Type its name to go on: `))?.trim();
  if (typed === name) return;
  if (typed !== undefined) throw new CommandError(EXIT.refused, `"${typed}" is not ${name}: nothing was done`);
  throw new CommandError(
    EXIT.usage,
    `to ${act} ${name} its name must be typed; in a pipeline give --yes-i-mean ${name}`,
  );
}

/** The operator at the terminal, if there is one. */
export function terminalAsk(): ((question: string) => Promise<string>) | undefined {
  if (process.stdin.isTTY !== true) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}
