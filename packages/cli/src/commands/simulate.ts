/** `reelyard simulate`: a trace through the scaler's own law, and through policies to compare it with, in virtual time. Touches no cloud. */
import {
  type FarmOptions,
  GENERATORS,
  POLICIES,
  readTraceFile,
  type Report,
  simulate,
  type SimulatedPolicy,
  type Summary,
  summarize,
  toFarm,
  type Trace,
  TraceError,
  workOf,
} from '@reelyard/simulator';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { planRuns, type SimulateFlags, type SimulatePlan, type Source } from './simulate-flags.ts';
import { toTable } from './simulate-table.ts';

export interface SimulateResult {
  trace: { source: string; jobs: number; workHours: number; days: number };
  farm: ReturnType<typeof toFarm>;
  seeds: number[];
  policies: { summary: Summary; runs: Report[] }[];
}

/** `say` gets the progress, a line a run: standard error, with `--json` too. */
export async function simulateFarm(
  flags: SimulateFlags,
  output: Output,
  say: (line: string) => void = (line) => console.error(line),
): Promise<void> {
  const plan = planRuns(flags);
  const traces = await loadTraces(plan);
  const policies = plan.policies.map((name) => {
    const runs = plan.seeds.map((seed) => runOnce(plan, traceOf(traces, seed), name, seed, say));
    return { summary: summarize(runs), runs };
  });
  const result = describe(plan, traceOf(traces, plan.seeds[0] ?? 1), policies);
  output.result(result, [heading(result), '', toTable(policies.map(({ summary }) => summary))].join('\n'));
}

type Traces = (seed: number) => Trace;

/** A file is one trace for all seeds; a generator makes one for each, the same for every policy. */
async function loadTraces({ source }: SimulatePlan): Promise<Traces> {
  if (source.kind === 'file') {
    const trace = await readFile(source.file);
    return () => trace;
  }
  const known = new Map<number, Trace>();
  return (seed) => {
    const trace = known.get(seed) ?? GENERATORS[source.name](seed, source.days);
    known.set(seed, trace);
    return trace;
  };
}

const traceOf = (traces: Traces, seed: number): Trace => traces(seed);

async function readFile(file: string): Promise<Trace> {
  try {
    return await readTraceFile(file);
  } catch (error) {
    if (error instanceof TraceError) throw new CommandError(EXIT.usage, error.message);
    if (error instanceof Error && 'code' in error)
      throw new CommandError(EXIT.usage, `--trace ${file}: ${error.message}`);
    throw error;
  }
}

function runOnce(plan: SimulatePlan, trace: Trace, name: string, seed: number, say: (line: string) => void): Report {
  const startedAt = performance.now();
  const report = simulate({
    trace,
    policy: withLag(POLICIES[name] ?? 'reelyard', plan.lagSeconds),
    farm: plan.farm,
    seed,
    scoreFrom: plan.scoreFrom * (trace.at(-1)?.at ?? 0),
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  say(`${name} seed ${seed}: ${report.jobs} jobs in ${seconds.toFixed(1)} s`);
  return { ...report, policy: name };
}

function withLag(policy: SimulatedPolicy, lagSeconds: number | undefined): SimulatedPolicy {
  if (policy === 'reelyard' || lagSeconds === undefined) return policy;
  return () => {
    const made = policy();
    return { ...made, lagSeconds, decide: (view) => made.decide(view) };
  };
}

function describe(plan: SimulatePlan, trace: Trace, policies: SimulateResult['policies']): SimulateResult {
  const days = (trace.at(-1)?.at ?? 0) / 86_400;
  return {
    trace: { source: nameOf(plan.source), jobs: trace.length, workHours: workOf(trace) / 3_600, days },
    farm: toFarm(plan.farm satisfies FarmOptions),
    seeds: plan.seeds,
    policies,
  };
}

function nameOf(source: Source): string {
  return source.kind === 'file' ? source.file : `synthetic ${source.name}`;
}

function heading({ trace, farm, seeds }: SimulateResult): string {
  const warm = farm.warm > 0 ? `, ${farm.warm} warm in ${farm.warmBootSeconds} s` : '';
  const spot = farm.spot ? `, spot with ${farm.spot.hazardPerHour} interruptions an hour` : '';
  const runs = seeds.length > 1 ? `; mean ± 95 % of ${seeds.length} seeds` : '';
  return (
    `${trace.source}: ${trace.jobs} jobs, ${trace.workHours.toFixed(1)} h of work in ${trace.days.toFixed(1)} days; ` +
    `boot ${farm.bootSeconds} s${warm}${spot}; objective ${farm.objectiveSeconds.standard} s${runs}`
  );
}
