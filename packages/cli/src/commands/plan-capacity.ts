/**
 * `reelyard plan-capacity`: the operator's own past under other settings. Reads the ledger, logs or a trace; changes nothing anywhere but
 * the files that it is told to write.
 */
import { OBJECTIVES } from '@reelyard/contracts';
import { type Environment, toScalePool } from '@reelyard/environments';
import { type FleetLedger } from '@reelyard/ledger';
import { bootSecondsOf } from '@reelyard/scaler-lambda/core';
import { plotSettings, readTraceFile, TraceError, workOf } from '@reelyard/simulator';
import { writeFile } from 'node:fs/promises';
import { CommandError, EXIT } from '../exit-code.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { withEnvironment } from '../operate/open-environment.ts';
import { type Output } from '../output.ts';
import { messageOf } from '../plan/message-of.ts';
import { type Past } from '../plan/past-task.ts';
import { findBest, toTable, toVerdict } from '../plan/plan-table.ts';
import { readLedger } from '../plan/read-ledger.ts';
import { readLogs } from '../plan/read-log.ts';
import { type PlannedRun, runSettings } from '../plan/run-grid.ts';
import { axesAround, gridOf, type Settings, type Standing, standingOf } from '../plan/settings.ts';
import { toCsv } from '../plan/write-trace.ts';
import { type CapacityPlan, type PastSource, type PlanCapacityFlags, readPlan } from './plan-capacity-flags.ts';

export interface CapacityReport {
  past: { source: string; tasks: number; days: number; workHours: number; remarks: string[] };
  today: Settings;
  promise: number;
  runs: PlannedRun[];
  /** The cheapest that keeps the promise; absent when none does. */
  best?: PlannedRun;
}

type Say = (line: string) => void;

/** More is more than an hour on a month of jobs. */
const mostRuns = 100;
/** Whose settings a trace or a log is read against, when nobody says. */
const defaultEnvironment = 'prod';
const dayMs = 86_400_000;

/** `say` gets the progress: standard error, with `--json` too. */
export async function planCapacity(
  flags: PlanCapacityFlags,
  output: Output,
  say: Say = (line) => console.error(line),
): Promise<void> {
  const plan = readPlan(flags);
  const { past, standing } = await recall(plan, say);
  if (past.trace.length === 0)
    throw new CommandError(EXIT.refused, `${past.source}: no task was served, so there is nothing to plan from`);
  if (plan.exportTo !== undefined) {
    await writeFile(plan.exportTo, toCsv(past.trace));
    output.result({ file: plan.exportTo, tasks: past.trace.length }, `${past.trace.length} tasks in ${plan.exportTo}`);
    return;
  }
  const runs = tryAll(plan, past, standing, say);
  const report = describe(past, standing, runs);
  if (plan.plotTo !== undefined) await writeFile(plan.plotTo, await plot(report));
  output.result(report, [heading(report), '', toTable(runs), '', toVerdict(runs)].join('\n'));
}

interface Recalled {
  past: Past;
  standing: Standing;
}

async function recall({ source, env }: CapacityPlan, say: Say): Promise<Recalled> {
  if (source.kind === 'ledger') return recallLedger(source, say);
  const past = source.kind === 'trace' ? await readTrace(source.file) : await readLogs(source.files);
  return { past, standing: standingOf(getEnvironment(env ?? defaultEnvironment)) };
}

function recallLedger(
  { tenants, days, ...place }: Extract<PastSource, { kind: 'ledger' }>,
  say: Say,
): Promise<Recalled> {
  return withEnvironment(place, async ({ environment, ledger }) => {
    const horizon = {
      environment: environment.name,
      tenants,
      from: Date.now() - days * dayMs,
      prior: environment.taskPrior,
    };
    const past = await readLedger(ledger, { ...horizon, say });
    return { past, standing: standingOf(environment, await findBootSeconds(environment, ledger)) };
  });
}

/** Median of the last fifty cold boots of the on-demand pool, what the environment says where fewer than five were measured. */
async function findBootSeconds(
  { pools }: Environment,
  ledger: Pick<FleetLedger, 'listInstances'>,
): Promise<number | undefined> {
  const pool = pools.find(({ purchase }) => purchase === 'on-demand');
  if (!pool) return undefined;
  const policy = { ...toScalePool(pool, pool.name), hazardPerHour: 0 };
  return Math.round(bootSecondsOf(policy, await ledger.listInstances(pool.name), 'cold', 0.5));
}

async function readTrace(file: string): Promise<Past> {
  try {
    return { source: file, trace: await readTraceFile(file), remarks: [] };
  } catch (error) {
    if (error instanceof TraceError) throw new CommandError(EXIT.usage, error.message);
    throw new CommandError(EXIT.usage, `--trace ${file}: ${messageOf(error)}`);
  }
}

function tryAll(plan: CapacityPlan, past: Past, standing: Standing, say: Say): PlannedRun[] {
  const { seeds, spotHazard, warmBootSeconds } = plan;
  const grid = gridOf({ ...axesAround(standing.today), ...plan.axes }, standing.today);
  if (grid.length * seeds.length > mostRuns)
    throw new CommandError(
      EXIT.usage,
      `${grid.length} combinations of ${seeds.length} runs are too many: at most ${mostRuns} runs; name fewer values`,
    );
  const chance = {
    ...(spotHazard === undefined ? {} : { spotHazard }),
    ...(warmBootSeconds === undefined ? {} : { warmBootSeconds }),
  };
  return grid.map((settings, index) => {
    const startedAt = performance.now();
    const run = runSettings(settings, { trace: past.trace, standing, seeds, ...chance });
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(
      `${index + 1} of ${grid.length}: boot ${settings.bootSeconds} s, ${settings.warm} warm, spot up to ${Math.round(settings.spotShare * 100)} %, in ${seconds} s`,
    );
    return run;
  });
}

function plot({ past, runs, promise }: CapacityReport): Promise<string> {
  const points = runs.map(({ settings, dollarsAMonth, attainment, isToday, waitSeconds }) => ({
    ...{ dollarsAMonth, attainment, isToday, waitP95Seconds: waitSeconds.p95 },
    name: `${settings.warm} warm`,
    group: `boot ${settings.bootSeconds} s, W ${settings.objectiveSeconds} s, spot ≤ ${Math.round(settings.spotShare * 100)} %`,
  }));
  return plotSettings(past.source, points, promise);
}

function describe({ source, trace, remarks }: Past, { today }: Standing, runs: PlannedRun[]): CapacityReport {
  const days = (trace.at(-1)?.at ?? 0) / 86_400;
  const best = findBest(runs);
  const short = days < 7 ? [`${days.toFixed(1)} days are little to judge a month by`] : [];
  const past = { source, tasks: trace.length, days, workHours: workOf(trace) / 3_600, remarks: [...remarks, ...short] };
  return { past, today, promise: OBJECTIVES.startWithin, runs, ...(best ? { best } : {}) };
}

function heading({ past }: CapacityReport): string {
  const head = `${past.source}: ${past.tasks} tasks, ${past.workHours.toFixed(1)} h of work in ${past.days.toFixed(1)} days`;
  return [head, ...past.remarks.map((remark) => `  ${remark}`)].join('\n');
}
