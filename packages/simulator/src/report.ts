/** The figures of one run. Wait is first claim − arrival; a run that was thrown away shows in `killed`, not in the wait. Pure. */
import { quantileSorted } from 'simple-statistics';
import { billRun } from './bill.ts';
import { type Farm } from './farm.ts';
import { type History } from './kernel/kernel.ts';
import { type Task } from './kernel/task-queue.ts';

export interface Report {
  policy: string;
  /** Arrivals that are scored. */
  jobs: number;
  /** Of those, never served within seven days after the last arrival. */
  unserved: number;
  workHours: number;
  instanceHours: number;
  spotHours: number;
  dollars: number;
  /** Share that started within the objective of its lane. */
  attainment: number;
  waitSeconds: { mean: number; p50: number; p95: number; p99: number; max: number };
  launches: number;
  /** Launches that never ran a task. */
  unusedLaunches: number;
  /** Renders that a scale-in or a lost machine threw away. */
  killed: number;
  /** Instance hours ÷ those of the lower bound, when one was given. */
  ratioToBound?: number;
}

export interface ReportOptions {
  policy: string;
  farm: Farm;
  /** Arrivals and machine seconds before it are not scored. */
  scoreFrom?: number;
  boundHours?: number;
}

export function reportRun(history: History, { policy, farm, scoreFrom = 0, boundHours }: ReportOptions): Report {
  const tasks = history.tasks.filter(({ arrival }) => arrival.at >= scoreFrom);
  const launches = history.machines.filter(({ launchedAt }) => launchedAt >= scoreFrom);
  const { instanceHours, spotHours, dollars } = billRun(history, farm, scoreFrom);
  return {
    policy,
    jobs: tasks.length,
    unserved: tasks.filter(({ endedAt }) => endedAt === undefined).length,
    workHours: tasks.reduce((sum, { arrival }) => sum + arrival.service, 0) / 3_600,
    instanceHours,
    spotHours,
    dollars,
    attainment: share(tasks, (task) => isInTime(task, farm)),
    waitSeconds: summarize(tasks.map((task) => waitOf(task, history))),
    launches: launches.length,
    unusedLaunches: launches.filter(({ runs }) => runs === 0).length,
    killed: tasks.reduce((sum, { lostRuns }) => sum + lostRuns, 0),
    ...(boundHours === undefined || boundHours <= 0 ? {} : { ratioToBound: instanceHours / boundHours }),
  };
}

/** One that never started waits until the end. */
function waitOf({ arrival, startedAt }: Task, { endedAt }: History): number {
  return (startedAt ?? Math.max(endedAt, arrival.at)) - arrival.at;
}

function isInTime({ arrival, startedAt }: Task, { objectiveSeconds }: Farm): boolean {
  return startedAt !== undefined && startedAt - arrival.at <= objectiveSeconds[arrival.lane];
}

function summarize(waits: readonly number[]): Report['waitSeconds'] {
  if (waits.length === 0) return { mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };
  const sorted = [...waits].sort((a, b) => a - b);
  const at = (quantile: number): number => quantileSorted(sorted, quantile);
  const mean = sorted.reduce((sum, wait) => sum + wait, 0) / sorted.length;
  return { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(test).length / items.length;
}
