/**
 * The invariants of the protocol over one write: rows of a job before and after. Each answer begins with its number.
 * S2 and S4 follow from S3, because success and cancel are both final.
 */
import { isEnded, type Job, type JobEvent, type Task } from '@reelyard/contracts';
import { BUDGETS } from '../budgets.ts';
import { type Item } from '../protocol/change.ts';
import { toEvent, toJob, toTask } from '../items/job-item.ts';

export interface Rows {
  job?: Item;
  tasks: Item[];
  events: Item[];
}

export function violations(before: Rows, after: Rows): string[] {
  if (!after.job) return before.job ? ['S1 the job is gone'] : [];
  const job = toJob(after.job);
  const tasks = after.tasks.map(toTask);
  return [
    ...(before.job ? absorbing(toJob(before.job), job) : []),
    ...eventLaw(job, after.events.map(toEvent)),
    ...countLaw(job, tasks),
    ...after.tasks.flatMap((item) => indexLaw(item)),
    ...tasks.flatMap((task) => {
      const earlier = before.tasks.find((item) => item['n'] === task.n);
      return earlier ? [...epochLaw(toTask(earlier), task), ...budgetLaw(toTask(earlier), task, job)] : [];
    }),
  ];
}

function absorbing(before: Job, after: Job): string[] {
  if (!isEnded(before.state)) return [];
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [`S3 ${before.state} was left or changed: ${after.state}`];
}

function eventLaw(job: Job, events: JobEvent[]): string[] {
  const seqs = events.map(({ seq }) => seq).sort((a, b) => a - b);
  const ends = events.filter(({ type }) => type !== 'job.accepted' && type !== 'job.started');
  const out: string[] = [];
  if (seqs.length !== job.evSeq || seqs.some((seq, i) => seq !== i + 1))
    out.push(`S5 events ${seqs.join()} of ${job.evSeq}`);
  if (ends.length !== (isEnded(job.state) ? 1 : 0)) out.push(`S5 ${ends.length} terminal events of a ${job.state} job`);
  if (ends[0] && ends[0].type !== `job.${job.state}`) out.push(`S5 ${ends[0].type} of a ${job.state} job`);
  return out;
}

function countLaw(job: Job, tasks: Task[]): string[] {
  const done = tasks.filter(({ state }) => state === 'done').length;
  const out = done === job.tasksDone ? [] : [`S15 tasksDone ${job.tasksDone}, tasks done ${done}`];
  if (job.state === 'succeeded' && done !== job.tasksTotal) out.push(`S2 succeeded with ${done} of ${job.tasksTotal}`);
  return out;
}

function epochLaw(before: Task, after: Task): string[] {
  const grown = after.epoch - before.epoch;
  const isClaim = before.state !== 'leased' && after.state === 'leased';
  if (grown !== (isClaim ? 1 : 0))
    return [`S6 epoch ${before.epoch} → ${after.epoch}, ${before.state} → ${after.state}`];
  const isAtRest = ['done', 'failed', 'void'].includes(before.state);
  return isAtRest && before.state !== after.state ? [`S6 a task left ${before.state} for ${after.state}`] : [];
}

function budgetLaw(before: Task, after: Task, job: Job): string[] {
  const changed = (['engine', 'infra', 'asset', 'license', 'leaseLost'] as const).filter(
    (counter) => before.counters[counter] !== after.counters[counter],
  );
  const out = changed.length > 1 ? [`S10 one failure used ${changed.join(' and ')}`] : [];
  for (const counter of changed) {
    const { runs = Number.POSITIVE_INFINITY } = BUDGETS[counter];
    if (after.counters[counter] >= runs)
      out.push(`S10 ${counter} ${after.counters[counter]} of ${runs} and still tried`);
    if (
      after.lastError?.class !== (counter === 'leaseLost' ? 'lease-lost' : counter) &&
      after.lastError?.class !== 'lease-lost'
    )
      out.push(`S10 ${after.lastError?.class} used ${counter}`);
  }
  return isEnded(job.state) && after.state === 'leased' && before.state !== 'leased'
    ? [...out, 'S4 claimed after the end']
    : out;
}

/** An item is in an index exactly while its state says so. */
function indexLaw(item: Item): string[] {
  const task = toTask(item);
  const isWaiting = task.state === 'pending' || task.state === 'queued';
  const expected: [string, boolean][] = [
    ['emitPk', task.needsEmit],
    ['emitSk', task.needsEmit],
    ['waitingPk', isWaiting],
    ['waitingSk', isWaiting],
    ['leasedPk', task.state === 'leased'],
    ['leasedSk', task.state === 'leased'],
    ['owner', task.state === 'leased'],
  ];
  const wrong = expected.filter(([field, isThere]) => (item[field] !== undefined) !== isThere);
  const out = wrong.map(([field]) => `L3 ${field} of a ${task.state} task`);
  return task.needsEmit === (task.state === 'pending') ? out : [...out, `L3 needsEmit of a ${task.state} task`];
}
