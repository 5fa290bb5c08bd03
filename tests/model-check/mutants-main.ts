/** `node scripts/on-node22.mjs tests/model-check/mutants-main.ts`: every mutant against the model. Exit code 1: one was not found out, or a survivor was. */
import { hunt } from './hunt.ts';
import { MUTANTS } from './mutants.ts';

if (process.argv.includes('--help')) {
  console.log(
    'usage: node scripts/on-node22.mjs tests/model-check/mutants-main.ts [WORD]\n  WORD: only the mutants whose name has it',
  );
  process.exit(0);
}
const word = process.argv[2] ?? '';
const chosen = MUTANTS.filter(({ name }) => name.includes(word));
const wrong: string[] = [];
for (const mutant of chosen) {
  const caught = await hunt(mutant);
  const verdict = caught
    ? `${caught.what} (${caught.configuration}, ${caught.trace.length} steps)`
    : `survives: ${mutant.survives ?? 'nobody knows why'}`;
  console.log(`| ${mutant.name} | ${verdict} |`);
  if ((caught === undefined) !== (mutant.survives !== undefined)) wrong.push(mutant.name);
}
console.log(wrong.length === 0 ? `${chosen.length} mutants, each as expected` : `not as expected: ${wrong.join('; ')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
