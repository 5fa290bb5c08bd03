/** Standings as text for people: the cheapest that attains what is wanted first, then the others by attainment. Pure. */
import { type Interval } from '@reelyard/simulator';
import { WANTED_ATTAINMENT } from './compare.ts';
import { type Point } from './pareto.ts';
import { type Line, type Standings, type Verdict } from './standings.ts';

const HEAD = [
  ...['policy', 'version', 'dollars', '× bound', 'in time %', 'p50', 'p95', 'p99', 'launches', 'unused', 'killed'],
  'ours ÷ its dollars',
];

export function printStandings(standings: Standings): string {
  const { name, seeds, jobs, lines, zeroWaitDollars, boundDollars, workDollars, verdicts, pareto } = standings;
  const bounds = Object.entries(boundDollars).map(([warm, dollars]) => `${warm} stopped ${dollars.toFixed(2)}`);
  const rows = [HEAD, ...[...lines].sort(byStanding).map(toCells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return [
    `${name}: ${seeds} seed${seeds === 1 ? '' : 's'}, ${Math.round(jobs)} scored jobs each; waits in seconds`,
    ...rows.map((row) => row.map(pad).join('  ').trimEnd()),
    `lower bound, dollars: ${bounds.join(', ')}; never to wait, knowing the future: ${zeroWaitDollars.toFixed(2)}; service alone: ${workDollars.toFixed(2)}`,
    ...(pareto ? [...printFrontier('ours', pareto.ours), ...printFrontier('baselines', pareto.baselines)] : []),
    ...verdicts.map(printVerdict),
  ].join('\n');
}

function printFrontier(name: string, points: readonly Point[]): string[] {
  const line = ({ policy, version, setting, dollars, attainment }: Point): string =>
    `  ${dollars.toFixed(2).padStart(8)}  ${(attainment * 100).toFixed(2).padStart(6)} %  ${policy} (${version}) ${JSON.stringify(setting)}`;
  return [`frontier of all settings, ${name}:`, ...points.map(line)];
}

function printVerdict({ text, holds }: Verdict): string {
  return `${holds === undefined ? '  -   ' : holds ? '  ok  ' : '  MISS'} ${text}`;
}

function byStanding(a: Line, b: Line): number {
  const isGood = ({ attainment }: Line): boolean => attainment >= WANTED_ATTAINMENT;
  if (isGood(a) !== isGood(b)) return isGood(a) ? -1 : 1;
  return isGood(a) ? a.dollars - b.dollars : b.attainment - a.attainment;
}

function toCells(line: Line): string[] {
  const { policy, version, dollars, ratioToBound, attainment, wait, launches, unused, killed, ours } = line;
  return [
    ...[policy, version, dollars.toFixed(2), ratioToBound.mean.toFixed(2), (attainment * 100).toFixed(2)],
    ...[wait.p50, wait.p95, wait.p99, launches, unused, killed].map((value) => value.toFixed(0)),
    printInterval(ours),
  ];
}

function printInterval({ mean, low, high }: Interval): string {
  const range = low === undefined || high === undefined ? '' : ` (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${mean.toFixed(2)}${range}`;
}
