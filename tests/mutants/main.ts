/**
 * `node scripts/on-node22.mjs tests/mutants/main.ts [--json] [--list] [WORD]`: production broken in one place at a time, and the suite that has to say so.
 * Exit code 1: a mutant was not found out, an expected survivor was, one fits no source any more, or a suite fails without any mutant; 2: usage.
 */
import { parseArgs } from 'node:util';
import { findFailing, type Fate, hunt, isAsExpected } from './hunt.ts';
import { type Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

const usage = `usage: node scripts/on-node22.mjs tests/mutants/main.ts [--json] [--list] [WORD]
  WORD    only the mutants whose name or file has it
  --list  names them and hunts none
  --json  one JSON object on standard output`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readFlags() {
  try {
    const options = { json: { type: 'boolean' }, list: { type: 'boolean' }, help: { type: 'boolean' } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

const { values: flags, positionals } = readFlags();
if (flags.help) {
  console.log(usage);
  process.exit(0);
}
const word = positionals[0] ?? '';
const chosen = MUTANTS.filter(({ name, file }) => name.includes(word) || file.includes(word));
if (chosen.length === 0) fail(`no mutant has ${word} in its name or file\n${usage}`);
const say = (line: string): void => (flags.json ? undefined : console.log(line));
if (flags.list) {
  for (const { name, file } of chosen) console.log(`${file}: ${name}`);
  process.exit(0);
}

const wrong: string[] = [];
const suites = new Map(chosen.map(({ suite }) => [`${suite.file} ${suite.only ?? ''}`, suite]));
for (const suite of suites.values()) {
  const failing = await findFailing(suite);
  if (failing !== undefined) wrong.push(`${suite.file} fails without any mutant: ${failing}`);
}
const fates: { mutant: Mutant; fate: Fate }[] = [];
for (const mutant of wrong.length > 0 ? [] : chosen) {
  const fate = await hunt(mutant);
  fates.push({ mutant, fate });
  say(`| ${mutant.name} | \`${mutant.file}\` | ${wordsOf(mutant, fate)} |`);
  if (!isAsExpected(mutant, fate)) wrong.push(`${mutant.name}: ${wordsOf(mutant, fate)}`);
}
if (flags.json) {
  const mutants = fates.map(({ mutant: { name, file, survives }, fate }) => ({ name, file, survives, ...fate }));
  console.log(JSON.stringify({ ok: wrong.length === 0, wrong, mutants }));
} else console.log(verdict());
process.exitCode = wrong.length === 0 ? 0 : 1;

function wordsOf({ survives }: Mutant, fate: Fate): string {
  if (fate.kind === 'killed') return fate.by;
  return fate.kind === 'void' ? `void: ${fate.because}` : `survives: ${survives ?? 'nobody knows why'}`;
}

function verdict(): string {
  const killed = fates.filter(({ fate }) => fate.kind === 'killed').length;
  const counts = `${chosen.length} mutants, ${killed} killed`;
  return wrong.length === 0 ? `${counts}, each as expected` : `${counts}; not as expected:\n  ${wrong.join('\n  ')}`;
}
