/** Which transition a write was, judged from its rows alone: a run that never made one proves nothing about it. */
import { isEnded, type Task } from '@reelyard/contracts';
import { toJob, toTask } from '../items/job-item.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type Rows } from './invariants.ts';

export const TRANSITION_IDS: readonly string[] = Object.values(TRANSITIONS).map(({ id }) => id);

export function transitionOf(before: Rows, after: Rows): string | undefined {
  if (!before.job) return 'T1';
  for (const item of after.tasks) {
    const earlier = before.tasks.find((other) => other['n'] === item['n']);
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(item))
      return taskTransition(toTask(earlier), toTask(item), before, after);
  }
  return jobTransition(before, after);
}

function jobTransition(before: Rows, after: Rows): string | undefined {
  if (!before.job || !after.job) return undefined;
  const [earlier, later] = [toJob(before.job), toJob(after.job)];
  if (isEnded(earlier.state))
    return before.job['duty'] !== undefined && after.job['duty'] === undefined ? 'T14.job' : undefined;
  if (later.state === 'canceled') return 'T11';
  return later.state === 'failed' ? 'T12' : undefined;
}

function taskTransition(earlier: Task, later: Task, before: Rows, after: Rows): string {
  switch (`${earlier.state} ${later.state}`) {
    case 'pending queued':
      return 'T2';
    case 'queued pending':
      return 'T3';
    case 'leased leased':
      return 'T5';
    case 'blocked pending':
      return before.job && toJob(before.job).isHeld ? 'T15' : 'T6b';
    case 'leased pending':
      return backOf(earlier, later);
    case 'leased done':
      return commitOf(after);
    case 'leased failed':
      return later.lastError?.class === 'lease-lost' ? 'T10' : 'T8';
    default:
      if (later.state === 'void') return 'T14';
      return before.job && toJob(before.job).state === 'queued' ? 'T4.first' : 'T4.next';
  }
}

function backOf(earlier: Task, later: Task): string {
  const counter = (['engine', 'infra', 'asset', 'license', 'leaseLost'] as const).find(
    (name) => earlier.counters[name] !== later.counters[name],
  );
  if (!counter) return 'T7.release';
  if (counter === 'leaseLost') return 'T9.first';
  return later.lastError?.class === 'lease-lost' ? 'T9.again' : `T7.${counter}`;
}

function commitOf({ job }: Rows): string {
  if (!job || toJob(job).state === 'succeeded') return 'T6.last';
  return job['duty'] === 'unblock' ? 'T6.last-segment' : 'T6.segment';
}
