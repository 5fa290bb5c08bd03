/** `node scripts/on-node22.mjs tests/crash-points/main.ts`: the matrix of call sites and fates, or a part of it. See docs/reference/crash-points.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCrashFarm } from './crash-farm.ts';
import { FATES, type Fate } from './fate.ts';
import { addResults, countCells, listSitesOf, PAGE, readTable, writeTable } from './page.ts';
import { planRounds } from './plan-rounds.ts';
import { recordSites } from './record.ts';
import { type CellResult, Matrix, type MatrixResult, runMatrix } from './run-matrix.ts';
import { nameOf, type Site } from './site.ts';

const help = `Breaks the farm at every call of AWS that it makes, one call at a time.

  --site TEXT      only call sites whose name contains it
  --fate FATE      only this one: ${FATES.join(', ')}
  --together N     cells that share a round at most; default 24, 1: each by itself
  --open           only cells that the page does not hold yet
  --minutes N      begin no round after so many minutes; default 60
  --record         only list the call sites of a run without faults
  --write          write call sites and results into docs/reference/crash-points.md
  --json           one document on standard output
  --help

Exit code 0: every cell held; 1: one is broken or never happened, or a promise was broken; 2: usage; 130: interrupted.`;

interface Wanted {
  site: string;
  fates: readonly Fate[];
  together: number;
  minutes: number;
  isOpen: boolean;
  isRecord: boolean;
  isWrite: boolean;
  isJson: boolean;
}

function readArguments(argv: string[]): Wanted | string {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: argv,
    options: {
      ...{ site: text, fate: text, together: text, minutes: text },
      ...{ open: flag, record: flag, write: flag, json: flag, help: flag },
    },
  });
  if (values.help) return help;
  const fates = FATES.filter((fate) => values.fate === undefined || fate === values.fate);
  if (fates.length === 0) throw new Error(`--fate ${values.fate ?? ''}: fates are ${FATES.join(', ')}`);
  const [together, minutes] = [count('together', values.together, 24), count('minutes', values.minutes, 60)];
  const [isOpen, isRecord] = [values.open ?? false, values.record ?? false];
  const [isWrite, isJson] = [values.write ?? false, values.json ?? false];
  return { site: values.site ?? '', fates, together, minutes, isOpen, isRecord, isWrite, isJson };
}

function count(name: string, given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} ${given ?? ''}: a positive integer`);
  return value;
}

async function record(): Promise<Site[]> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-crash-'));
  const farm = await startCrashFarm(dir);
  try {
    return await recordSites(farm);
  } finally {
    await farm.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function runWanted(wanted: Wanted, say: (text: string) => void): Promise<MatrixResult> {
  const table = readTable();
  const sites = listSitesOf(table).filter((site) => nameOf(site).includes(wanted.site));
  const isOpen = (site: Site, fate: Fate): boolean =>
    !wanted.isOpen || !(table.get(nameOf(site))?.[fate] ?? '–').startsWith('✓');
  const rounds = wanted.fates.flatMap((fate) =>
    planRounds(
      sites.filter((site) => isOpen(site, fate)),
      [fate],
      wanted.together,
    ),
  );
  say(`${rounds.flat().length} cells in ${rounds.length} rounds`);
  const matrix = new Matrix({
    say,
    until: Date.now() + wanted.minutes * 60_000,
    onCells: (cells) => (wanted.isWrite ? write([], { cells }) : undefined),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void matrix.endFarm().finally(() => process.exit(130)));
  const result = await runMatrix(rounds, matrix);
  if (wanted.isWrite) write([], result);
  return result;
}

function write(sites: readonly Site[], result?: { readonly cells: readonly CellResult[] }): void {
  const table = addResults(readTable(), sites, result?.cells ?? []);
  const sorted = new Map([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(PAGE, writeTable(readFileSync(PAGE, 'utf8'), sorted));
}

function print({ cells, violations, lines, rounds, seconds, seen }: MatrixResult): void {
  for (const { site, fate, outcome, because = '' } of cells.filter((cell) => cell.outcome !== 'held'))
    console.log(`${outcome}: ${fate} of ${nameOf(site)}: ${because}`);
  for (const violation of violations) console.log(`violated: ${violation}`);
  for (const name of seen.map(nameOf).filter((each) => !readTable().has(each))) console.log(`behind a fault: ${name}`);
  const held = cells.filter(({ outcome }) => outcome === 'held').length;
  console.log(`${held} of ${cells.length} cells held, ${seen.length} call sites seen`);
  console.log(
    `${lines} lines of history judged, ${violations.length} violations, ${rounds} rounds, ${Math.round(seconds)} s`,
  );
}

async function main(): Promise<number> {
  const wanted = readArguments(process.argv.slice(2));
  if (typeof wanted === 'string') {
    console.log(wanted);
    return 0;
  }
  if (wanted.isRecord) {
    const sites = await record();
    if (wanted.isWrite) write(sites);
    console.log(wanted.isJson ? JSON.stringify({ sites }) : sites.map(nameOf).join('\n'));
    return 0;
  }
  const result = await runWanted(wanted, wanted.isJson ? () => undefined : console.log);
  if (wanted.isJson) console.log(JSON.stringify({ ...result, page: countCells(readTable()) }));
  else print(result);
  const isGood = result.cells.every(({ outcome }) => outcome === 'held') && result.violations.length === 0;
  return isGood ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
