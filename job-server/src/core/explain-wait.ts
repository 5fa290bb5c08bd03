/**
 * Why a job waits, where it stands in its lane, and when it will start. Pure. The job's own reasons (not before, a back-off) come first;
 * for the rest the scaler's last note speaks. Invariant: a job that waits always has a reason, and what is not known is null, never guessed.
 */
import {
  type Job,
  type JobWaitReason,
  type LaneWaiting,
  type ScalerNote,
  type Task,
  isEnded,
} from '@reelyard/contracts';

/** A waiting task as the lane's index nominates it. */
export interface QueuedTask {
  readonly job: string;
  readonly n: number;
  readonly deadlineAt: number;
  readonly notBefore: number;
}

/** A lane as the ledger shows it, at most a few seconds old. */
export interface Outlook {
  /** Waiting tasks by deadline; undefined when they could not be read. */
  readonly queue: readonly QueuedTask[] | undefined;
  /** More wait than `queue` holds. */
  readonly isCut: boolean;
  /** When the scaler wrote last, and its last note; undefined when its row could not be read. */
  readonly scaler: { readonly wroteAt: number | undefined; readonly note: ScalerNote | undefined } | undefined;
}

export interface JobWait {
  readonly reason: JobWaitReason;
  /** Tasks of the lane that come first; null when unknown, or beyond what is counted. */
  readonly position: number | null;
  /** Expected start; null when unknown. */
  readonly startAt: number | null;
  /** Before this instant it does not start. */
  readonly until?: number;
}

/** A job that waits for room in its quota. */
export interface HeldJob extends Job {
  readonly quota: string;
}

export type Standing =
  /** Something of it runs, or it has ended. */
  | { readonly kind: 'moving' }
  /** In its quota, which has no room. */
  | { readonly kind: 'throttled'; readonly job: HeldJob }
  /** By its own doing: nobody else is to be asked. */
  | { readonly kind: 'held'; readonly wait: JobWait }
  /** In its lane, with its first task that may start; undefined when none is in reach of an agent. */
  | { readonly kind: 'in-line'; readonly task: Task | undefined };

/** A note older than this says nothing: the scaler looks at least once a minute. */
export const silentMs = 90_000;

export function findStanding(job: Job, tasks: readonly Task[], now: number): Standing {
  if (isEnded(job.state) || tasks.some((task) => task.state === 'leased')) return { kind: 'moving' };
  if (job.notBefore > now) return { kind: 'held', wait: heldUntil('not-before', job.notBefore) };
  if (job.isHeld && job.quota !== undefined) return { kind: 'throttled', job: { ...job, quota: job.quota } };
  const waiting = tasks.filter((task) => task.state === 'pending' || task.state === 'queued');
  const due = waiting.filter((task) => task.state === 'queued' || task.notBefore <= now).sort(compareQueued);
  const [next] = waiting.toSorted((a, b) => a.notBefore - b.notBefore);
  if (due.length > 0 || !next) return { kind: 'in-line', task: due[0] };
  const reason = next.licenseWaitSince === undefined ? 'back-off' : 'no-seat';
  return { kind: 'held', wait: heldUntil(reason, next.notBefore) };
}

const heldUntil = (reason: JobWaitReason, until: number): JobWait => ({
  reason,
  position: null,
  startAt: until,
  until,
});

/** When those before it end nobody knows, so there is no expected start. @param position held jobs of its quota that come first */
export const throttled = (position: number | null): JobWait => ({
  reason: 'throttled',
  position,
  startAt: null,
});

/** @param task the first of the job that may start */
export function explainLine(job: Job, task: Task | undefined, outlook: Outlook, now: number): JobWait {
  const position = task === undefined ? null : findPosition(task, outlook, now);
  const told = hear(job, outlook, now);
  if (typeof told === 'string') return { reason: told, position, startAt: null };
  const reason = told.code === 'seats' ? 'no-seat' : told.code;
  return { reason, position, startAt: expectStart(told, position) };
}

/** The order of the lane's index. */
function compareQueued(a: QueuedTask, b: QueuedTask): number {
  return a.deadlineAt - b.deadlineAt || (a.job === b.job ? a.n - b.n : a.job < b.job ? -1 : 1);
}

/** The index lags behind, so the task is placed by its own order and need not be in it. */
function findPosition(task: Task, { queue, isCut }: Outlook, now: number): number | null {
  const last = queue?.at(-1);
  if (!queue || (isCut && last && compareQueued(last, task) < 0)) return null;
  return queue.filter((other) => other.job !== task.job && other.notBefore <= now && compareQueued(other, task) < 0)
    .length;
}

/** What the scaler says of the job's lane, or what its silence means. */
function hear(job: Job, { scaler }: Outlook, now: number): LaneWaiting | JobWaitReason {
  if (!scaler) return 'not-counted-yet';
  const { wroteAt, note } = scaler;
  const waitedMs = now - Math.max(job.createdAt, job.notBefore);
  const ageOf = (at: number | undefined): number => (at === undefined ? waitedMs : now - at);
  if (ageOf(wroteAt) > silentMs) return 'scaler-silent';
  // It writes and sees nothing.
  if (ageOf(note?.at) > silentMs) return 'blind';
  return note?.waiting[job.lane] ?? 'not-counted-yet';
}

/** Starts of a lane are taken as evenly spread from its first task to the last one that the scaler has laid. */
function expectStart({ count, etaAt, lastEtaAt }: LaneWaiting, position: number | null): number | null {
  if (etaAt === undefined || position === null) return null;
  const perTask = count > 1 ? ((lastEtaAt ?? etaAt) - etaAt) / (count - 1) : 0;
  return etaAt + perTask * position;
}

/** As clients see it. */
export function viewWait({ reason, position, startAt, until }: JobWait, now: number): Record<string, unknown> {
  const etaSeconds = startAt === null ? null : Math.max(0, Math.ceil((startAt - now) / 1_000));
  return { reason, position, etaSeconds, ...(until === undefined ? {} : { until: new Date(until).toISOString() }) };
}

/** Changes with what a client would act on; an expected start that moves by less than five seconds is the same. */
export function tagWait({ reason, position, startAt }: JobWait, now: number): string {
  const start = startAt === null ? 'x' : startAt <= now ? 0 : Math.round(startAt / 5_000);
  return `${reason}.${position ?? 'x'}.${start}`;
}
