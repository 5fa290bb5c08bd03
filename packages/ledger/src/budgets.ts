/**
 * What a failure uses up and when the task is tried again, as data and one pure decision. Interruptions burn no attempt: each class
 * counts in its own counter, and the guard of T7 holds the budget again on the item itself.
 */
import { type FailureClass, type JobError, type Task, type TaskCounters, type TaskFailure } from '@reelyard/contracts';

/** Classes that a budget counts; `leaseLost` is the reaper's. */
export type BudgetClass = keyof TaskCounters;

export interface Budget {
  /** Runs that the class may use up in all: the last one fails the job. Absent: counted, never exhausted by number. */
  readonly runs?: number;
  /** Longest time in this class without a break, from its first failure on. */
  readonly boxMs?: number;
  readonly backOff: BackOff;
}

export type BackOff =
  | { readonly kind: 'jitter'; readonly fromMs: number; readonly toMs: number }
  /** `baseMs · 2^used`, within `spread` either way, at most `maxMs`. */
  | { readonly kind: 'exponential'; readonly baseMs: number; readonly spread: number; readonly maxMs: number };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The first wait after a failed engine run or a missing asset, doubled by each further one; the owner may set another. */
export const RETRY_BACKOFF_MS = 10 * SECOND;
const EXPONENTIAL: BackOff = { kind: 'exponential', baseMs: RETRY_BACKOFF_MS, spread: 0.5, maxMs: 5 * MINUTE };

export const BUDGETS: Readonly<Record<BudgetClass, Budget>> = {
  /** The instance's misfortune, not the task's: another one takes it at once. */
  infra: { runs: 10, backOff: { kind: 'jitter', fromMs: 0, toMs: 5 * SECOND } },
  engine: { runs: 3, backOff: EXPONENTIAL },
  asset: { runs: 5, backOff: EXPONENTIAL },
  /** No seat says nothing about the task: no number of tries ends it, 30 minutes without one do. */
  license: { boxMs: 30 * MINUTE, backOff: { kind: 'jitter', fromMs: 15 * SECOND, toMs: 45 * SECOND } },
  /** Losses on distinct instances. Another loss on an instance already counted says nothing new and uses the infra budget. */
  leaseLost: { runs: 3, backOff: { kind: 'jitter', fromMs: 0, toMs: 0 } },
};

export type AfterFailure =
  | {
      kind: 'requeue';
      counter: BudgetClass;
      /** Lease lost on an instance already counted (see BUDGETS.leaseLost). */
      repeated?: boolean;
      notBefore: number;
      used: number;
      budget: number;
      because: string;
    }
  | { kind: 'fail'; error: JobError; because: string };

/** How the next try is spread: `jitter` is 0..1, `baseMs` the first exponential wait. */
export interface Spread {
  readonly jitter: number;
  readonly baseMs?: number;
}

/** T7 or T8. */
export function decideAfterFailure(task: Task, failure: TaskFailure, spread: Spread, now: number): AfterFailure {
  if (failure.class === 'permanent') return fail(task, failure, 'permanent failures are never tried again');
  const budget = BUDGETS[failure.class];
  const used = task.counters[failure.class];
  if (budget.runs !== undefined && used + 1 >= budget.runs)
    return fail(task, failure, `${failure.class} budget of ${budget.runs} is spent`);
  const since = task.licenseWaitSince ?? now;
  if (budget.boxMs !== undefined && now - since >= budget.boxMs)
    return fail(task, failure, `no ${failure.class} for ${budget.boxMs / MINUTE} minutes`);
  const wait = Math.max(backOffMs(budget.backOff, used, spread), failure.retryAfterMs ?? 0);
  return {
    kind: 'requeue',
    counter: failure.class,
    notBefore: now + wait,
    used: used + 1,
    budget: budget.runs ?? Number.POSITIVE_INFINITY,
    because: `${failure.class} run ${used + 1}${budget.runs === undefined ? '' : ` of ${budget.runs}`}, wait ${wait} ms`,
  };
}

/** T9 or T10: the owner fell silent. */
export function decideAfterLoss(task: Task, owner: string, now: number): AfterFailure {
  const repeated = task.leaseLostOwners.includes(instanceOf(owner));
  const counter = repeated ? 'infra' : 'leaseLost';
  const budget = BUDGETS[counter].runs ?? Number.POSITIVE_INFINITY;
  const used = task.counters[counter] + 1;
  if (used >= budget) {
    const message = `agents of ${task.leaseLostOwners.length + (repeated ? 0 : 1)} instances fell silent while they rendered this`;
    const error: JobError = { code: 'poison_suspected', message, task: task.n };
    return { kind: 'fail', error, because: `${counter} budget of ${budget} is spent by lost leases` };
  }
  return {
    kind: 'requeue',
    counter,
    repeated,
    notBefore: now,
    used,
    budget,
    because: `lease lost ${used} of ${budget}`,
  };
}

/** `<instance id>/<process start>` → instance id. */
export const instanceOf = (owner: string): string => owner.split('/')[0] ?? owner;

function fail(task: Task, failure: TaskFailure, because: string): AfterFailure {
  const error: JobError = {
    code: failure.code,
    message: failure.message,
    class: failure.class satisfies FailureClass,
    ...(failure.pointer === undefined ? {} : { pointer: failure.pointer }),
    task: task.n,
  };
  return { kind: 'fail', error, because };
}

/** Milliseconds before the next try; `used` counts the failures before this one. */
export function backOffMs(backOff: BackOff, used: number, { jitter, baseMs }: Spread): number {
  if (backOff.kind === 'jitter') return Math.round(backOff.fromMs + jitter * (backOff.toMs - backOff.fromMs));
  const middle = Math.min((baseMs ?? backOff.baseMs) * 2 ** used, backOff.maxMs);
  return Math.round(middle * (1 - backOff.spread + 2 * backOff.spread * jitter));
}
