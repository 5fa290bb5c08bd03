/** `reelyard simulate`: a trace through the scaler's own law, and through policies to compare it with, in virtual time. Touches no cloud. */
import { writeFile } from 'node:fs/promises';
import {
  type Farm,
  GENERATORS,
  plotPolicies,
  plotRun,
  POLICIES,
  readTraceFile,
  type Report,
  simulateFully,
  type SimulatedPolicy,
  type Simulation,
  solveLowerBound,
  type Summary,
  summarize,
  toFarm,
  type Trace,
  TraceError,
  workOf,
} from '@reelyard/simulator';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { messageOf } from '../plan/message-of.ts';
import { planRuns, type SimulateFlags, type SimulatePlan, type Source } from './simulate-flags.ts';
import { replayLog } from './simulate-replay.ts';
import { toTable } from './simulate-table.ts';

export interface SimulateResult {
  trace: { source: string; jobs: number; workHours: number; days: number };
  farm: Farm;
  seeds: number[];
  policies: { summary: Summary; runs: Report[] }[];
  plot?: string;
}

type Say = (line: string) => void;

/** `say` gets the progress, a line a run: standard error, with `--json` too. */
export async function simulateFarm(
  flags: SimulateFlags,
  output: Output,
  say: Say = (line) => console.error(line),
): Promise<void> {
  if (flags.replay !== undefined) return replayLog({ ...flags, replay: flags.replay }, output);
  const plan = planRuns(flags);
  const read = await loadTraces(plan.source);
  const runs: { name: string; report: Report }[] = [];
  let last: Simulation | undefined;
  for (const seed of plan.seeds) {
    const trace = read(seed);
    const boundHours = plan.withBound ? await solveBound(plan, trace, say) : undefined;
    for (const name of plan.policies) {
      last = runOnce(plan, trace, { name, seed, boundHours }, say);
      runs.push({ name, report: last.report });
    }
  }
  const result = describe(plan, read(plan.seeds[0] ?? 1), runs);
  if (plan.plot !== undefined && last) await writePlot(plan.plot, result, last, say);
  output.result(result, [heading(result), '', toTable(result.policies.map(({ summary }) => summary))].join('\n'));
}

/** A file is one trace for all seeds; a generator makes one for each, the same for every policy. */
async function loadTraces(source: Source): Promise<(seed: number) => Trace> {
  if (source.kind === 'synthetic') return (seed) => GENERATORS[source.name](seed, source.days);
  const trace = await readFile(source.file);
  return () => trace;
}

async function readFile(file: string): Promise<Trace> {
  try {
    return await readTraceFile(file);
  } catch (error) {
    if (error instanceof TraceError) throw new CommandError(EXIT.usage, error.message);
    throw new CommandError(EXIT.usage, `--trace ${file}: ${messageOf(error)}`);
  }
}

interface RunNames {
  name: string;
  seed: number;
  boundHours: number | undefined;
}

function runOnce(plan: SimulatePlan, trace: Trace, { name, seed, boundHours }: RunNames, say: Say): Simulation {
  const startedAt = performance.now();
  const { report, history } = simulateFully({
    trace,
    policy: withLag(POLICIES[name] ?? 'reelyard', plan.lagSeconds),
    farm: plan.farm,
    seed,
    scoreFrom: scoreFromOf(plan, trace),
    ...(boundHours === undefined ? {} : { boundHours }),
  });
  say(`${name}, seed ${seed}: ${report.jobs} jobs in ${seconds(startedAt)} s`);
  return { history, report: { ...report, policy: name } };
}

async function solveBound(plan: SimulatePlan, trace: Trace, say: Say): Promise<number> {
  const startedAt = performance.now();
  const farm = toFarm(plan.farm);
  const openStart = scoreFromOf(plan, trace);
  const jobs = trace
    .filter(({ at }) => at >= openStart)
    .map(({ at, service, lane }) => ({ at, service, within: farm.objectiveSeconds[lane] }));
  const { machineSeconds } = await solveLowerBound(jobs, {
    bootSeconds: farm.bootSeconds,
    ...(farm.warm > 0 ? { warm: { slots: farm.warm, bootSeconds: farm.warmBootSeconds } } : {}),
    ...(openStart > 0 ? { openStart } : {}),
  });
  say(`lower bound: ${(machineSeconds / 3_600).toFixed(1)} instance hours in ${seconds(startedAt)} s`);
  return machineSeconds / 3_600;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}

function scoreFromOf({ scoreFrom }: SimulatePlan, trace: Trace): number {
  return scoreFrom * (trace.at(-1)?.at ?? 0);
}

function withLag(policy: SimulatedPolicy, lagSeconds: number | undefined): SimulatedPolicy {
  if (policy === 'reelyard' || lagSeconds === undefined) return policy;
  return () => {
    const made = policy();
    return { ...made, lagSeconds, decide: (view) => made.decide(view) };
  };
}

function describe(plan: SimulatePlan, trace: Trace, runs: readonly { name: string; report: Report }[]): SimulateResult {
  const days = (trace.at(-1)?.at ?? 0) / 86_400;
  const policies = plan.policies.map((policy) => {
    const reports = runs.flatMap(({ name, report }) => (name === policy ? report : []));
    return { summary: summarize(reports), runs: reports };
  });
  return {
    trace: { source: nameOf(plan.source), jobs: trace.length, workHours: workOf(trace) / 3_600, days },
    farm: toFarm(plan.farm),
    seeds: plan.seeds,
    policies,
    ...(plan.plot === undefined ? {} : { plot: plan.plot }),
  };
}

/** Several policies: cost against objective. One: its last run over time. */
async function writePlot(file: string, result: SimulateResult, last: Simulation, say: Say): Promise<void> {
  const { policies, farm } = result;
  const svg =
    policies.length > 1
      ? await plotPolicies(
          heading(result),
          policies.map(({ summary }) => summary),
        )
      : await plotRun(`${last.report.policy} · ${heading(result)}`, last.history, farm);
  try {
    await writeFile(file, svg);
  } catch (error) {
    throw new CommandError(EXIT.usage, `--plot ${file}: ${messageOf(error)}`);
  }
  say(`plot: ${file}`);
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
