/** T6: the commit of a task and what it does to its job, in one write. `tasksDone` is named by the write, so the last commit knows that it is. */
import { type Artifact, isEnded, type Job, type Task } from '@reelyard/contracts';
import { toJob, toTask } from '../items/job-item.ts';
import { type CompleteOutcome, type Lease } from '../ledger.ts';
import { plan } from '../protocol/plan.ts';
import { type Transition } from '../protocol/transition.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type LedgerContext } from './context.ts';
import { isHeld, readLease } from './lease.ts';
import { spentAfter } from './spent.ts';
import { untilSettled } from './view.ts';

export async function complete(
  context: LedgerContext,
  lease: Lease,
  artifacts: readonly Artifact[],
  now: number,
): Promise<CompleteOutcome> {
  const view = await readLease(context, lease);
  return untilSettled<CompleteOutcome>(async () => {
    const [taskItem, jobItem] = [view.at(0), view.at(1)];
    if (!taskItem || !jobItem) return { kind: 'lost' };
    const task = toTask(taskItem);
    // Only this lease can have written done under this epoch: a commit whose reply was lost.
    if (task.state === 'done' && task.epoch === lease.epoch) {
      await view.refresh();
      return landed(task, toJob(view.at(1) ?? jobItem));
    }
    const job = toJob(jobItem);
    if (!isHeld(taskItem, lease) || isEnded(job.state)) return { kind: 'lost' };
    const transition = commitOf(task, job);
    const params = {
      ref: lease.ref,
      now,
      epoch: lease.epoch,
      owner: lease.owner,
      artifacts,
      ...spentAfter(task, now, false),
      ...jobParams(context, job, now),
    };
    const attempt = await view.attempt(transition, plan(transition, { ...params, eventData: { artifacts } }));
    return attempt.kind === 'applied' ? outcomeOf(transition) : attempt;
  });
}

const jobParams = ({ newEventId }: LedgerContext, job: Job, now: number): Record<string, unknown> => ({
  tasksDone: job.tasksDone,
  evSeq: job.evSeq,
  isTold: job.isTold,
  eventId: newEventId(now),
});

/** Which commit a task's would be, as its job stands. */
export function commitOf(task: Task, job: Job): Transition {
  const missing = job.tasksTotal - job.tasksDone - 1;
  if (missing === 0) return TRANSITIONS.commitLast;
  return missing === 1 && task.kind === 'render' ? TRANSITIONS.commitLastSegment : TRANSITIONS.commitSegment;
}

const outcomeOf = (transition: Transition): CompleteOutcome => ({
  kind: 'done',
  jobEnded: transition === TRANSITIONS.commitLast,
  unblocked: transition === TRANSITIONS.commitLastSegment,
});

const landed = (task: Task, job: Job): CompleteOutcome => ({
  kind: 'done',
  jobEnded: job.state === 'succeeded',
  unblocked: task.kind === 'render' && job.tasksTotal > 1 && job.tasksDone === job.tasksTotal - 1,
});
