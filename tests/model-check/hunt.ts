/** Looks for a mutant in the configurations that have to find it out. */
import { type Mutant } from './mutants.ts';
import { run } from './run.ts';
import { type Step } from './trace.ts';

export interface Catch {
  readonly mutant: string;
  readonly configuration: string;
  readonly what: string;
  readonly trace: readonly Step[];
}

/** The first configuration that finds it out, and how; undefined: none does. */
export async function hunt(mutant: Mutant, states = 500_000): Promise<Catch | undefined> {
  for (const configuration of mutant.configurations) {
    const caught = await huntIn(mutant, configuration, states);
    if (caught) return caught;
  }
  return undefined;
}

async function huntIn({ name, protocol }: Mutant, configuration: string, states: number): Promise<Catch | undefined> {
  try {
    const [first] = (await run(configuration, protocol, { states, isFirst: true }))?.violations ?? [];
    return first && { mutant: name, configuration, what: first.what, trace: first.trace };
  } catch (error) {
    // An effect that does not fit its row is refused by the evaluator itself.
    if (error instanceof TypeError)
      return { mutant: name, configuration, what: `the evaluator: ${error.message}`, trace: [] };
    throw error;
  }
}
