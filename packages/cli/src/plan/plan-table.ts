/** What `reelyard plan-capacity` says to people: one line a setting, today's marked, and the cheapest that keeps the promise. Pure. */
import { OBJECTIVES } from '@reelyard/contracts';
import { type PlannedRun } from './run-grid.ts';

type Cell = (run: PlannedRun) => string;

const percent = (share: number, digits: number): string => (share * 100).toFixed(digits);

const around = (half: number | undefined): string => (half === undefined ? '' : ` ± ${half.toFixed(2)}`);

const COLUMNS: readonly [title: string, cell: Cell][] = [
  ['', ({ isToday }) => (isToday ? '▸' : '')],
  ['boot s', ({ settings }) => String(Math.round(settings.bootSeconds))],
  ['warm', ({ settings }) => String(settings.warm)],
  ['objective s', ({ settings }) => String(settings.objectiveSeconds)],
  ['spot ≤ %', ({ settings }) => percent(settings.spotShare, 0)],
  ['$ a month', ({ dollarsAMonth, spread }) => `${dollarsAMonth.toFixed(2)}${around(spread?.dollarsAMonth)}`],
  [
    'in objective %',
    ({ attainment, spread }) => `${percent(attainment, 2)}${around(spread && 100 * spread.attainment)}`,
  ],
  ['wait p50 s', ({ waitSeconds }) => waitSeconds.p50.toFixed(0)],
  ['p95 s', ({ waitSeconds }) => waitSeconds.p95.toFixed(0)],
  ['p99 s', ({ waitSeconds }) => waitSeconds.p99.toFixed(0)],
  ['launches', ({ launches }) => launches.toFixed(0)],
  ['on spot %', ({ spotHoursShare }) => percent(spotHoursShare, 0)],
];

export function toTable(runs: readonly PlannedRun[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...runs.map((run) => COLUMNS.map(([, cell]) => cell(run)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((text, column) => text.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}

/** The cheapest that starts the promised share in time and leaves nobody waiting for ever; undefined when none does. */
export function findBest(runs: readonly PlannedRun[]): PlannedRun | undefined {
  const good = runs.filter(({ attainment, unserved }) => attainment >= OBJECTIVES.startWithin && unserved === 0);
  return good.reduce<PlannedRun | undefined>(
    (best, run) => (best && best.dollarsAMonth <= run.dollarsAMonth ? best : run),
    undefined,
  );
}

export function toVerdict(runs: readonly PlannedRun[]): string {
  const promise = `${percent(OBJECTIVES.startWithin, 0)} % in objective`;
  const best = findBest(runs);
  const today = runs.find(({ isToday }) => isToday);
  if (!best) return `None of them keeps ${promise}: shorten the boot, add warm machines, or promise less.`;
  if (best.isToday) return `▸ is today, and the cheapest of these that keeps ${promise}.`;
  const { bootSeconds, warm, objectiveSeconds, spotShare } = best.settings;
  const words = `boot ${Math.round(bootSeconds)} s, ${warm} warm, objective ${objectiveSeconds} s, spot up to ${percent(spotShare, 0)} %`;
  const less = (today?.dollarsAMonth ?? 0) - best.dollarsAMonth;
  const against =
    less >= 0
      ? `$${less.toFixed(2)} a month less than today`
      : `$${(-less).toFixed(2)} a month more than today, which does not`;
  return `▸ is today. The cheapest of these that keeps ${promise}: ${words}; ${against}.`;
}
