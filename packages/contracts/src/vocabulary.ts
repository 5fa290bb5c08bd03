/** The closed word lists of the farm. Every other contract is built from these; docs/vocabulary.md explains them. */

/** Priority queues, highest first. Agents claim from the first lane that has work. */
export const LANES = ['express', 'standard', 'bulk'] as const;
export type Lane = (typeof LANES)[number];

export const JOB_STATES = ['queued', 'rendering', 'succeeded', 'failed', 'canceled'] as const;
export type JobState = (typeof JOB_STATES)[number];
export const ENDED_JOB_STATES = ['succeeded', 'failed', 'canceled'] as const;
export const ACTIVE_JOB_STATES = ['queued', 'rendering'] as const;

export const TASK_STATES = ['blocked', 'pending', 'queued', 'leased', 'done', 'failed', 'void'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const TASK_KINDS = ['render', 'assemble'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What a failed run of a task uses up; the table of budgets is in the ledger. */
export const FAILURE_CLASSES = ['infra', 'engine', 'license', 'asset', 'permanent'] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Where a leased task is; agents report it with each heartbeat. */
export const TASK_PHASES = ['claimed', 'staging', 'seat', 'rendering', 'verifying', 'publishing'] as const;
export type TaskPhase = (typeof TASK_PHASES)[number];

export const EVENT_TYPES = ['job.accepted', 'job.started', 'job.succeeded', 'job.failed', 'job.canceled'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export function isEnded(state: JobState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'canceled';
}

/** The end of every exhaustive switch. Throws: reaching it is a bug. */
export function absurd(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
