/** T7–T10: a failed or lost run goes back to wait, or fails the job, as the budgets say. */
import { type FailureClass, isEnded, type Job, type JobError, type Task, type TaskFailure } from '@reelyard/contracts';
import {
  type AfterFailure,
  BUDGETS,
  type BudgetClass,
  decideAfterFailure,
  decideAfterLoss,
  instanceOf,
} from '../budgets.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { type FailOutcome, type Lease, type LeasedTask } from '../ledger.ts';
import { type Item } from '../protocol/change.ts';
import { type Params, plan } from '../protocol/plan.ts';
import { type Transition } from '../protocol/transition.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type LedgerContext } from './context.ts';
import { isHeld, isWaitingAfter, readLease, waitingParams } from './lease.ts';
import { spentAfter } from './spent.ts';
import { untilSettled } from './view.ts';

type LastError = NonNullable<Task['lastError']>;

interface Loss {
  lease: Lease;
  lastError: LastError;
  /** Beyond the lease: the reaper's beat. */
  isSame: (item: Item) => boolean;
  decide: (task: Task) => AfterFailure;
  transitions: (decision: AfterFailure) => Transition;
  params: (task: Task) => Record<string, unknown>;
}

const RETRIES: Readonly<Record<Exclude<FailureClass, 'permanent'>, Transition>> = {
  engine: TRANSITIONS.retryEngine,
  infra: TRANSITIONS.retryInfra,
  asset: TRANSITIONS.retryAsset,
  license: TRANSITIONS.retryLicense,
};

export function fail(
  context: LedgerContext,
  lease: Lease,
  failure: TaskFailure,
  jitter: number,
  now: number,
): Promise<FailOutcome> {
  const { class: kind, code, message } = failure;
  return settle(context, now, {
    lease,
    lastError: { class: kind, code, message, at: now },
    isSame: () => true,
    decide: (task) => decideAfterFailure(task, failure, { jitter, baseMs: context.retryBackoffMs }, now),
    transitions: (decision) => (decision.kind === 'fail' || kind === 'permanent' ? TRANSITIONS.fail : RETRIES[kind]),
    params: (task) => ({
      licenseWaitSince: task.licenseWaitSince ?? now,
      boxStart: now - (BUDGETS.license.boxMs ?? 0),
    }),
  });
}

export function reap(context: LedgerContext, stale: LeasedTask, now: number): Promise<FailOutcome> {
  const { tenant, job, n, epoch, owner, beat } = stale;
  const instance = instanceOf(owner);
  return settle(context, now, {
    lease: { ref: { tenant, job, n }, epoch, owner },
    lastError: { class: 'lease-lost', code: 'lease_lost', message: `the agent on ${instance} fell silent`, at: now },
    isSame: (item) => item['beat'] === beat,
    decide: (task) => decideAfterLoss(task, owner, now),
    transitions: (decision) => {
      if (decision.kind === 'fail') return TRANSITIONS.reapLast;
      return decision.repeated ? TRANSITIONS.reapAgain : TRANSITIONS.reap;
    },
    params: () => ({ beat, instance }),
  });
}

async function settle(context: LedgerContext, now: number, loss: Loss): Promise<FailOutcome> {
  const view = await readLease(context, loss.lease);
  return untilSettled<FailOutcome>(async () => {
    const [taskItem, jobItem] = [view.at(0), view.at(1)];
    if (!taskItem || !jobItem) return { kind: 'lost' };
    const [task, job] = [toTask(taskItem), toJob(jobItem)];
    if (!isHeld(taskItem, loss.lease)) return landed(task, job, loss);
    if (!loss.isSame(taskItem) || isEnded(job.state)) return { kind: 'lost' };
    const decision = loss.decide(task);
    const params: Params = {
      ...waitingParams(loss.lease, taskItem, now),
      lastError: loss.lastError,
      ...loss.params(task),
      ...spentAfter(task, now, true),
      ...paramsOf(decision, context, job, now),
    };
    const transition = loss.transitions(decision);
    const attempt = await view.attempt(transition, plan(transition, params));
    return attempt.kind === 'applied' ? outcomeOf(decision) : attempt;
  });
}

function paramsOf(
  decision: AfterFailure,
  { newEventId }: LedgerContext,
  job: Job,
  now: number,
): Record<string, unknown> {
  if (decision.kind === 'requeue') return { notBefore: decision.notBefore };
  const { error } = decision;
  return { error, eventData: { error }, evSeq: job.evSeq, isTold: job.isTold, eventId: newEventId(now) };
}

const outcomeOf = (decision: AfterFailure): FailOutcome =>
  decision.kind === 'fail'
    ? { kind: 'job-failed', error: decision.error }
    : { kind: 'requeued', notBefore: decision.notBefore, used: decision.used, budget: decision.budget };

/** The lease is gone: by this very write, when its trace is there, and lost otherwise. */
function landed(task: Task, job: Job, loss: Loss): FailOutcome {
  const { lastError } = task;
  const isOurs = lastError?.at === loss.lastError.at && lastError.class === loss.lastError.class;
  if (!isOurs || task.epoch !== loss.lease.epoch) return { kind: 'lost' };
  if (task.state === 'failed' && job.error) return { kind: 'job-failed', error: job.error satisfies JobError };
  if (!isWaitingAfter(task, loss.lease.epoch)) return { kind: 'lost' };
  const counter: BudgetClass =
    loss.lastError.class === 'lease-lost' ? 'leaseLost' : (loss.lastError.class as BudgetClass);
  const budget = BUDGETS[counter].runs ?? Number.POSITIVE_INFINITY;
  return { kind: 'requeued', notBefore: task.notBefore, used: task.counters[counter], budget };
}
