/** The coverage table in docs/reference/crash-points.md: what is in it, and the same with new results. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fate, FATES } from './fate.ts';
import { nameOf, parseSite, type Site } from './site.ts';
import { type CellResult } from './run-matrix.ts';

export const PAGE = fileURLToPath(new URL('../../docs/reference/crash-points.md', import.meta.url));
const BEGIN = '<!-- cells -->';
const END = '<!-- /cells -->';
/** `✓` held, with others in its round · `✓1` held alone · `✗` broken · `–` not injected yet. */
export type Mark = '✓' | '✓1' | '✗' | '–';

export type Table = Map<string, Record<Fate, Mark>>;

const none = (): Record<Fate, Mark> => Object.fromEntries(FATES.map((fate) => [fate, '–'])) as Record<Fate, Mark>;

export function readTable(text = readFileSync(PAGE, 'utf8')): Table {
  const rows = text.slice(text.indexOf(BEGIN), text.indexOf(END)).split('\n');
  const table: Table = new Map();
  for (const row of rows) {
    const [, site = '', ...marks] = row.split('|').map((cell) => cell.trim());
    if (!site.startsWith('`')) continue;
    const name = nameOf(parseSite(site.replaceAll('`', '')));
    table.set(name, Object.fromEntries(FATES.map((fate, n) => [fate, marks[n] ?? '–'])) as Record<Fate, Mark>);
  }
  return table;
}

export const listSitesOf = (table: Table): Site[] => [...table.keys()].map(parseSite);

const markOf = ({ outcome, together }: CellResult): Mark =>
  outcome === 'broken' ? '✗' : outcome === 'missed' ? '–' : together === 1 ? '✓1' : '✓';

export function addResults(table: Table, sites: readonly Site[], cells: readonly CellResult[]): Table {
  const next: Table = new Map(table);
  for (const site of sites) if (!next.has(nameOf(site))) next.set(nameOf(site), none());
  for (const cell of cells) {
    const name = nameOf(cell.site);
    const before = next.get(name) ?? none();
    if (cell.outcome === 'missed' && before[cell.fate] !== '–') continue;
    next.set(name, { ...before, [cell.fate]: markOf(cell) });
  }
  return next;
}

export function countCells(table: Table): { held: number; all: number } {
  const marks = [...table.values()].flatMap((row) => FATES.map((fate) => row[fate]));
  return { held: marks.filter((mark) => mark.startsWith('✓')).length, all: marks.length };
}

/** The page with the table in the place of the one before. */
export function writeTable(text: string, table: Table): string {
  const { held, all } = countCells(table);
  const rows = [...table].map(([site, row]) => `| \`${site}\` | ${FATES.map((fate) => row[fate]).join(' | ')} |`);
  const head = [`| call site | ${FATES.join(' | ')} |`, `| --- |${' --- |'.repeat(FATES.length)}`];
  const sum = `${table.size} call sites, ${held} of ${all} cells held.`;
  return `${text.slice(0, text.indexOf(BEGIN))}${[BEGIN, '', sum, '', ...head, ...rows, ''].join('\n')}\n${text.slice(text.indexOf(END))}`;
}
