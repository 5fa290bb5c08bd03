/** Whether an ended job may be run again as a child job. Terminal states are never left: the child is a new job (T13). */
import { type Job, type PlannedTask, type Task, absurd } from '@reelyard/contracts';
import { type ProblemCode } from './problem-table.ts';

export type EndedDecision = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly code: ProblemCode };

/** The 409 table of retry. */
export function decideRetry(job: Job): EndedDecision {
  switch (job.state) {
    case 'failed':
    case 'canceled':
      return { kind: 'allowed' };
    case 'succeeded':
      return { kind: 'refused', code: 'job_succeeded' };
    case 'queued':
    case 'rendering':
      return { kind: 'refused', code: 'job_active' };
    default:
      return absurd(job.state);
  }
}

/** The 409 table of cancel, for a job that had ended before. Canceling twice is one cancel. */
export function decideRepeatedCancel(job: Job): EndedDecision {
  switch (job.state) {
    case 'succeeded':
      return { kind: 'refused', code: 'job_succeeded' };
    case 'failed':
      return { kind: 'refused', code: 'job_failed' };
    case 'canceled':
    case 'queued':
    case 'rendering':
      return { kind: 'allowed' };
    default:
      return absurd(job.state);
  }
}

/** The same cut as the parent's: frames that rendered once render the same way again. */
export function replanTasks(tasks: readonly Task[]): PlannedTask[] {
  return tasks.map(({ kind, range, features }) => ({ kind, ...(range === undefined ? {} : { range }), features }));
}
