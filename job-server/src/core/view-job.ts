/** A job as clients see it: its register, and what its tasks add up to. Instants are RFC 3339 in UTC. */
import {
  type Artifact,
  type Job,
  type JobEvent,
  type Task,
  type TaskState,
  absurd,
  isEnded,
} from '@reelyard/contracts';

const instant = (at: number): string => new Date(at).toISOString();
const present = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };

export function linksOf(id: string): Record<string, string> {
  const self = `/v1/jobs/${id}`;
  return { self, events: `${self}/events`, cancel: `${self}/cancel`, retry: `${self}/retry` };
}

/** The job register alone, as lists show it. */
export function viewJob(job: Job): Record<string, unknown> {
  return {
    id: job.id,
    state: job.state,
    lane: job.lane,
    engine: job.engine,
    createdAt: instant(job.createdAt),
    ...present('notBefore', job.notBefore > job.createdAt ? instant(job.notBefore) : undefined),
    deadline: instant(job.deadlineAt),
    ...present('startedAt', job.startedAt === undefined ? undefined : instant(job.startedAt)),
    ...present('endedAt', job.endedAt === undefined ? undefined : instant(job.endedAt)),
    ...present('error', job.error),
    ...present('metadata', job.metadata),
    ...present('retryOf', job.retryOf),
    ...present('batch', job.batch === undefined ? undefined : { id: job.batch, row: job.row }),
    ...present('template', job.template === undefined ? undefined : { id: job.template, version: job.templateVersion }),
    ...present('mode', job.mode),
    links: linksOf(job.id),
  };
}

export interface Sums {
  /** 0–100; 100 only when the job has succeeded. */
  readonly percent: number;
  readonly phase?: string;
  readonly tasks: { readonly total: number } & Partial<Record<TaskState, number>>;
  /** Claimed runs over all tasks. */
  readonly attempts: number;
}

/** Joining segments copies them: a small part of the work. */
const assemblyShare = 0.05;

export function sumTasks(job: Job, tasks: readonly Task[]): Sums {
  const counts: Partial<Record<TaskState, number>> = {};
  for (const task of tasks) counts[task.state] = (counts[task.state] ?? 0) + 1;
  return {
    percent: percentOf(job, tasks),
    ...present('phase', phaseOf(job, tasks)),
    tasks: { total: job.tasksTotal, ...counts },
    attempts: tasks.reduce((sum, task) => sum + task.epoch, 0),
  };
}

function percentOf(job: Job, tasks: readonly Task[]): number {
  if (job.state === 'succeeded') return 100;
  const renders = tasks.filter((task) => task.kind === 'render');
  const frames = renders.reduce((sum, task) => sum + task.features.frames, 0);
  const weightOf = (task: Task): number =>
    task.kind === 'render' ? task.features.frames : Math.max(1, frames * assemblyShare);
  const all = tasks.reduce((sum, task) => sum + weightOf(task), 0);
  const done = tasks.reduce((sum, task) => sum + weightOf(task) * fractionOf(task), 0);
  return all === 0 ? 0 : Math.min(99, Math.floor((100 * done) / all));
}

function fractionOf(task: Task): number {
  switch (task.state) {
    case 'done':
      return 1;
    case 'leased':
      return Math.min(1, Math.max(0, task.progress?.fraction ?? 0));
    case 'blocked':
    case 'pending':
    case 'queued':
    case 'failed':
    case 'void':
      return 0;
    default:
      return absurd(task.state);
  }
}

function phaseOf(job: Job, tasks: readonly Task[]): string | undefined {
  if (isEnded(job.state)) return undefined;
  const leased = tasks.find((task) => task.state === 'leased');
  if (!leased) return 'waiting';
  return leased.kind === 'assemble' ? 'assembling' : (leased.phase ?? 'claimed');
}

/** A published file without its place in the bucket. */
export function viewArtifact(artifact: Artifact, url: string, expiresAt: number): Record<string, unknown> {
  const { name, contentType, bytes, sha256, media } = artifact;
  return { name, contentType, bytes, sha256, ...present('media', media), url, expiresAt: instant(expiresAt) };
}

export function viewEvent(event: JobEvent): Record<string, unknown> {
  return { id: event.id, seq: event.seq, type: event.type, at: instant(event.at), data: event.data };
}

/** Changes with everything the view shows; `generation` with the result URLs. */
export function tagJob(job: Job, tasks: readonly Task[], generation: number): string {
  const marks = tasks.map((task) => `${task.state[0] ?? ''}${task.epoch}.${task.beat}.${task.notBefore}`);
  return `${job.version}-${generation}-${marks.join('_')}`;
}
