/** All mutants of sources. Those of the transition table are in tests/model-check/mutants.ts. */
import { ADAPTER_MUTANTS } from './adapter-mutants.ts';
import { type Mutant } from './mutant.ts';
import { SHELL_MUTANTS } from './shell-mutants.ts';

export const MUTANTS: readonly Mutant[] = [...ADAPTER_MUTANTS, ...SHELL_MUTANTS];
