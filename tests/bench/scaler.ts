/**
 * The scaler's law against what people use today, on the same arrivals with the same luck: three families of synthetic traces, and any
 * trace that is given. Everybody is tuned on the first third and scored on the rest. How: docs/explanation/scaler-comparison.md.
 */
import { availableParallelism } from 'node:os';
import { type Answer, type Assignment, FAMILIES, type Family, nameOf } from './scaler/assignment.ts';
import { compareAll } from './scaler/crew.ts';
import { rank, type Standings } from './scaler/standings.ts';
import { printStandings } from './scaler/table.ts';
import { readTraceFile } from '@reelyard/simulator';
import { type Bench, type BenchOptions, type BenchReport, UsageError } from './bench.ts';

const SEEDS = 5;
/** Its arrivals are given; only boots and failures differ. */
const SEEDS_OF_TRACE = 2;
const DAYS = 10;
const QUICK = { seeds: 2, days: 4 };

/** `jobs` is the number of seeds. */
export const scalerBench: Bench = {
  async run(options: BenchOptions): Promise<BenchReport> {
    const startedAt = performance.now();
    const assignments = assign(options);
    for (const file of options.traces ?? []) await checkTrace(file);
    const answers = await compareAll(assignments, Math.min(2, availableParallelism()), (answer) => {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
      options.say(`${answer.name}, seed ${answer.seed}: ${answer.seconds.toFixed(0)} s (${seconds} s in all)`);
    });
    const standings = rankAll(assignments, answers);
    return {
      figures: { families: standings, ...clockOf(startedAt) },
      misses: standings.flatMap(({ name, verdicts }) =>
        verdicts.filter(({ holds }) => holds === false).map(({ text }) => `${name}: ${text}`),
      ),
      text: [...standings.map(printStandings), JSON.stringify(clockOf(startedAt))].join('\n\n'),
    };
  },
};

/** A busy machine makes the wall clock long, not the work. */
function clockOf(startedAt: number): { wallSeconds: number; cpuSeconds: number } {
  const { user, system } = process.cpuUsage();
  const wallSeconds = Math.round((performance.now() - startedAt) / 1_000);
  return { wallSeconds, cpuSeconds: Math.round((user + system) / 1_000_000) };
}

function assign({
  jobs,
  quick = false,
  ablate = false,
  pareto = false,
  families = [],
  traces = [],
}: BenchOptions): Assignment[] {
  const common = { warm: 8, objectiveSeconds: 300, dt: 60, isQuick: quick, isAblated: ablate, isPareto: pareto };
  const days = quick ? QUICK.days : DAYS;
  const seedsOf = (most: number): number[] => Array.from({ length: jobs ?? most }, (_, index) => index + 1);
  const spread = (source: Assignment['source'], most: number): Assignment[] =>
    seedsOf(quick ? QUICK.seeds : most).map((seed) => ({ ...common, source, seed }));
  return [
    ...choose(families).flatMap((family) => spread({ family, days }, SEEDS)),
    ...traces.flatMap((file) => spread({ file }, SEEDS_OF_TRACE)),
  ];
}

/** `none`: the traces alone. */
function choose(families: readonly string[]): Family[] {
  const unknown = families.filter((family) => family !== 'none' && !FAMILIES.some((each) => each === family));
  if (unknown.length > 0)
    throw new UsageError(`no family is called ${unknown.join(', ')}; there are ${FAMILIES.join(', ')}, and none`);
  return FAMILIES.filter((family) => families.length === 0 || families.includes(family));
}

/** Before anything runs for minutes. */
async function checkTrace(file: string): Promise<void> {
  try {
    await readTraceFile(file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function rankAll(assignments: readonly Assignment[], answers: readonly Answer[]): Standings[] {
  const names = [...new Set(assignments.map(nameOf))];
  return names.map((name) =>
    rank(
      name,
      answers.filter((answer) => answer.name === name),
    ),
  );
}
