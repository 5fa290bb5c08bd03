/** How jobs end from outside (T11, T12), and how their tasks come to rest (T6b for the living, T14 for the ended). */
import { isEnded, type Job, type JobError, type Task } from '@reelyard/contracts';
import { jobKey, jobPk, TASK_PREFIX } from '../items/keys.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { MAX_CHANGES } from '../item-store.ts';
import { type CancelOutcome } from '../ledger.ts';
import { type Change } from '../protocol/change.ts';
import { plan } from '../protocol/plan.ts';
import { type Transition } from '../protocol/transition.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type LedgerContext } from './context.ts';
import { spentAfter } from './spent.ts';
import { type Attempt, untilSettled, View } from './view.ts';

export interface JobRef {
  tenant: string;
  job: string;
}

const DEADLINE: JobError = { code: 'deadline_exceeded', message: 'the deadline passed before the job was done' };

export async function cancel(context: LedgerContext, ref: JobRef, now: number): Promise<CancelOutcome> {
  const view = await View.read(context.store, jobKey(ref.tenant, ref.job));
  let tried = false;
  return untilSettled<CancelOutcome>(async () => {
    const item = view.at(0);
    if (!item) return { kind: 'unknown' };
    const job = toJob(item);
    if (isEnded(job.state)) {
      const isOurs = tried && job.state === 'canceled' && job.endedAt === now;
      return { kind: isOurs ? 'canceled' : 'already-ended', job };
    }
    tried = true;
    const attempt = await endJob(context, view, TRANSITIONS.cancel, ref, job, now, {});
    return attempt.kind === 'applied' ? { kind: 'canceled', job: canceled(job, now) } : attempt;
  });
}

/** The guard names `evSeq`, and every write of an active job's visible fields but `tasksDone` moves it. */
const canceled = (job: Job, now: number): Job => ({
  ...job,
  state: 'canceled',
  endedAt: now,
  evSeq: job.evSeq + 1,
  version: job.version + 1,
});

export async function expire(
  context: LedgerContext,
  ref: JobRef,
  now: number,
): Promise<{ kind: 'expired' } | { kind: 'not-due' }> {
  const view = await View.read(context.store, jobKey(ref.tenant, ref.job));
  let tried = false;
  return untilSettled<{ kind: 'expired' } | { kind: 'not-due' }>(async () => {
    const item = view.at(0);
    const job = item && toJob(item);
    if (tried && job?.endedAt === now && job.error?.code === DEADLINE.code) return { kind: 'expired' };
    if (!job || isEnded(job.state) || job.deadlineAt > now) return { kind: 'not-due' };
    tried = true;
    const attempt = await endJob(context, view, TRANSITIONS.expire, ref, job, now, { error: DEADLINE });
    return attempt.kind === 'applied' ? { kind: 'expired' } : attempt;
  });
}

function endJob(
  { newEventId }: LedgerContext,
  view: View,
  transition: Transition,
  { tenant, job: id }: JobRef,
  job: Job,
  now: number,
  data: { error?: JobError },
): Promise<Attempt> {
  const ref = { tenant, job: id, n: 0 };
  const { evSeq, isTold } = job;
  const event = { evSeq, isTold, eventId: newEventId(now), eventData: data };
  return view.attempt(transition, plan(transition, { ref, now, ...event, ...data }));
}

/** T6b. One read and, when due, one write. */
export async function unblock(
  { store }: LedgerContext,
  { tenant, job: id }: JobRef,
  now: number,
): Promise<{ kind: 'unblocked' } | { kind: 'not-due' }> {
  const [item] = await store.get([jobKey(tenant, id)]);
  const job = item && toJob(item);
  if (!job || isEnded(job.state) || job.tasksTotal === 1 || job.tasksDone !== job.tasksTotal - 1)
    return { kind: 'not-due' };
  const { lane, deadlineAt, tasksTotal } = job;
  const ref = { tenant, job: id, n: tasksTotal - 1 };
  const params = { ref, now, lane, deadlineAt, notBefore: now, segments: tasksTotal - 1 };
  const applied = await store.apply(plan(TRANSITIONS.unblock, params));
  return { kind: applied.kind === 'applied' ? 'unblocked' : 'not-due' };
}

export async function listTasks({ store }: Pick<LedgerContext, 'store'>, job: string): Promise<Task[]> {
  const items = await store.query({ pk: jobPk(job), prefix: TASK_PREFIX });
  return items.map(toTask).sort((a, b) => a.n - b.n);
}

const isAtRest = ({ state }: Task): boolean => state === 'done' || state === 'failed' || state === 'void';

/** T14 for every task that is not at rest, and then for the job's own nomination. */
export async function voidTasks(context: LedgerContext, ref: JobRef, now: number): Promise<{ voided: number }> {
  const { store } = context;
  const [item] = await store.get([jobKey(ref.tenant, ref.job)]);
  if (!item || !isEnded(toJob(item).state)) return { voided: 0 };
  const restless = (await listTasks(context, ref.job)).filter((task) => !isAtRest(task));
  let voided = 0;
  for (let from = 0; from < restless.length; from += MAX_CHANGES - 1)
    voided += await voidSome(context, ref, restless.slice(from, from + MAX_CHANGES - 1), now);
  if (item['duty'] !== undefined) await store.apply(plan(TRANSITIONS.dischargeJob, { ref: { ...ref, n: 0 }, now }));
  return { voided };
}

async function voidSome(
  { store }: LedgerContext,
  { tenant, job }: JobRef,
  tasks: Task[],
  now: number,
): Promise<number> {
  const planned = tasks.map((task) =>
    plan(TRANSITIONS.voidTask, { ref: { tenant, job, n: task.n }, now, ...spentAfter(task, now, true) }),
  );
  // The check of the job is the same for all, and a transaction names an item once.
  const check = planned[0]?.find(({ kind }) => kind === 'check');
  let updates: Change[] = planned.flatMap((changes) => changes.filter(({ kind }) => kind === 'update'));
  while (check && updates.length > 0) {
    const applied = await store.apply([...updates, check]);
    if (applied.kind === 'applied') return updates.length;
    // Ended is for ever, so the check holds; a task that refuses came to rest by another hand.
    const refused = new Set(applied.refusals.map(({ index }) => index));
    if (refused.has(updates.length)) return 0;
    updates = updates.filter((_, index) => !refused.has(index));
  }
  return 0;
}
