/** What `reelyard simulate` says to people: one line a policy, figures right-aligned. Pure. */
import { type Interval, type Summary } from '@reelyard/simulator';

type Cell = (summary: Summary) => string;

const COLUMNS: readonly [title: string, cell: Cell][] = [
  ['policy', ({ policy }) => policy],
  ['instance h', ({ instanceHours }) => figure(instanceHours, 1)],
  ['× bound', ({ ratioToBound }) => (ratioToBound ? figure(ratioToBound, 2) : '–')],
  ['$', ({ dollars }) => figure(dollars, 2)],
  ['in objective %', ({ attainment }) => figure(scale(attainment, 100), 2)],
  ['wait p50 s', ({ waitP50 }) => figure(waitP50, 0)],
  ['p95 s', ({ waitP95 }) => figure(waitP95, 0)],
  ['p99 s', ({ waitP99 }) => figure(waitP99, 0)],
  ['launches', ({ launches }) => figure(launches, 0)],
  ['unused', ({ unusedLaunches }) => figure(unusedLaunches, 0)],
  ['killed', ({ killed }) => figure(killed, 0)],
  ['unserved', ({ unserved }) => figure(unserved, 0)],
];

export function toTable(summaries: readonly Summary[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...summaries.map((each) => COLUMNS.map(([, cell]) => cell(each)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((text, column) => pad(text, column, widths[column] ?? 0)).join('  ')).join('\n');
}

function pad(text: string, column: number, width: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function figure({ mean, low, high }: Interval, digits: number): string {
  if (low === undefined || high === undefined) return mean.toFixed(digits);
  return `${mean.toFixed(digits)} ± ${((high - low) / 2).toFixed(digits)}`;
}

function scale({ mean, low, high }: Interval, by: number): Interval {
  return { mean: mean * by, ...(low === undefined || high === undefined ? {} : { low: low * by, high: high * by }) };
}
