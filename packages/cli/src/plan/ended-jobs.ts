/**
 * Ended jobs of the ledger become past tasks. Pure. The ledger keeps when a job started and ended, and of a task only when it ended: the one
 * task of a whole render took from start to end, what ran again included; a segment's share is estimated from its frames.
 */
import { type Job, type Task } from '@reelyard/contracts';
import { type TaskPrior } from '@reelyard/environments';
import { type PastTask } from './past-task.ts';

export interface EndedJob {
  job: Job;
  tasks: readonly Task[];
}

export interface PastTasks {
  tasks: PastTask[];
  /** Of those, tasks whose service time is an estimate. */
  estimated: number;
}

/** Fewer whole renders of an engine than this teach nothing: the prior counts. */
const enough = 5;

/** @param prior service time of a task until it is learned, as the scaler has it */
export function toPastTasks(ended: readonly EndedJob[], prior: TaskPrior): PastTasks {
  const started = ended.filter(({ job }) => job.startedAt !== undefined && job.endedAt !== undefined);
  const rates = learnRates(started, prior);
  const whole = started.filter(isWhole).flatMap((each) => each.tasks.map((task) => toWhole(each.job, task)));
  const parts = started
    .filter((each) => !isWhole(each))
    .flatMap((each) => toParts(each, (task) => estimate(task, rates, prior)));
  return { tasks: [...whole, ...parts], estimated: parts.length };
}

const isWhole = ({ tasks }: EndedJob): boolean => tasks.length === 1;

const workOf = ({ features }: Task): number => (features.frames * features.pixels) / 1_000_000;

const startOf = (job: Job): number => job.startedAt ?? job.createdAt;
const endOf = (job: Job): number => job.endedAt ?? job.createdAt;
const arrivalOf = (job: Job): number => Math.max(job.createdAt, job.notBefore);

function toWhole(job: Job, task: Task): PastTask {
  return toPast(job, task, arrivalOf(job), (endOf(job) - startOf(job)) / 1_000);
}

/** Those that were claimed; the assembly arrives with the end of the last segment. */
function toParts({ job, tasks }: EndedJob, secondsOf: (task: Task) => number): PastTask[] {
  const lastRenderAt = tasks
    .filter(({ kind }) => kind === 'render')
    .reduce((last, { endedAt }) => Math.max(last, endedAt ?? startOf(job)), startOf(job));
  return tasks
    .filter(({ epoch }) => epoch > 0)
    .map((task) => {
      const endedAt = task.endedAt ?? endOf(job);
      const isRender = task.kind === 'render';
      const longest = (endedAt - (isRender ? startOf(job) : lastRenderAt)) / 1_000;
      const seconds = isRender ? Math.min(secondsOf(task), longest) : longest;
      return toPast(job, task, isRender ? arrivalOf(job) : lastRenderAt, seconds);
    });
}

function toPast(job: Job, { features }: Task, arrivedAt: number, seconds: number): PastTask {
  const { lane, tenant, deadlineAt } = job;
  return { ...features, lane, tenant, deadlineAt, arrivedAt, seconds };
}

/** Seconds per frame of a million pixels, the median over whole renders, by engine. */
function learnRates(ended: readonly EndedJob[], { overheadMs }: TaskPrior): Map<string, number> {
  const seen = new Map<string, number[]>();
  for (const { job, tasks } of ended.filter(isWhole)) {
    const [task] = tasks;
    if (!task || task.state !== 'done' || workOf(task) === 0) continue;
    const seconds = Math.max(0, endOf(job) - startOf(job) - overheadMs) / 1_000;
    seen.set(job.engine, [...(seen.get(job.engine) ?? []), seconds / workOf(task)]);
  }
  const known = [...seen].filter(([, rates]) => rates.length >= enough);
  return new Map(known.map(([engine, rates]) => [engine, medianOf(rates)]));
}

function estimate(task: Task, rates: ReadonlyMap<string, number>, { overheadMs, megapixelFrameMs }: TaskPrior): number {
  const rate = rates.get(task.features.engine) ?? megapixelFrameMs / 1_000;
  return overheadMs / 1_000 + rate * workOf(task);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
