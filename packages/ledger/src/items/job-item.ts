/** Rows of a job and back. Invariant: what `toJob` and `toTask` answer has no field that only the table knows. */
import {
  type Job,
  type JobEvent,
  type JobPayload,
  type PlannedTask,
  type Task,
  type TaskRef,
} from '@reelyard/contracts';
import { type NewJob } from '../ledger.ts';
import { type Item } from '../protocol/change.ts';
import { deadlineSk, emitPk, emitSk, waitingPk } from './index-keys.ts';
import { idempotencyKey, jobKey, payloadKey, taskKey } from './keys.ts';

/** Fields that serve keys and indexes alone. */
const TABLE_FIELDS = new Set([
  'pk',
  'sk',
  'emitPk',
  'emitSk',
  'waitingPk',
  'waitingSk',
  'leasedPk',
  'leasedSk',
  'dispatchPk',
  'dispatchSk',
  'duty',
  'ttl',
  'enqueuedAt',
]);

export function strip(item: Item): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const field of Object.keys(item)) if (!TABLE_FIELDS.has(field)) out[field] = item[field];
  return out;
}

export const toJob = (item: Item): Job => strip(item) as unknown as Job;
export const toEvent = (item: Item): JobEvent => strip(item) as unknown as JobEvent;

/** Features and range lie flat in the row, because the waiting index projects them. */
export function toTask(item: Item): Task {
  const { engine, frames, pixels, firstFrame, frameCount, ...rest } = strip(item);
  return {
    ...rest,
    features: { engine, frames, pixels },
    ...(firstFrame === undefined ? {} : { range: { firstFrame, frameCount } }),
  } as unknown as Task;
}

export const toPayload = (item: Item): JobPayload => item['payload'] as JobPayload;

export function newJobItem(job: NewJob, now: number): Item {
  return {
    ...jobKey(job.tenant, job.id),
    tenant: job.tenant,
    id: job.id,
    state: 'queued',
    lane: job.lane,
    engine: job.payload.engine,
    tasksTotal: job.tasks.length,
    tasksDone: 0,
    createdAt: now,
    notBefore: job.notBefore,
    deadlineAt: job.deadlineAt,
    evSeq: 1,
    version: 1,
    ...(job.metadata === undefined ? {} : { metadata: job.metadata }),
    ...(job.retryOf === undefined ? {} : { retryOf: job.retryOf }),
    ...(job.traceparent === undefined ? {} : { traceparent: job.traceparent }),
    ...(job.mode === undefined ? {} : { mode: job.mode }),
    ...(job.isTold ? { isTold: true } : {}),
  };
}

export function newTaskItem(job: NewJob, planned: PlannedTask, n: number, now: number): Item {
  const ref = { tenant: job.tenant, job: job.id, n };
  const { firstFrame, frameCount } = planned.range ?? {};
  return {
    ...taskKey(job.id, n),
    ...ref,
    kind: planned.kind,
    lane: job.lane,
    epoch: 0,
    beat: 0,
    counters: { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0 },
    leaseLostOwners: [],
    notBefore: job.notBefore,
    deadlineAt: job.deadlineAt,
    createdAt: now,
    enqueuedAt: now,
    emitSeq: 0,
    minAgentVersion: job.minAgentVersion,
    ...planned.features,
    ...(planned.range === undefined ? {} : { firstFrame, frameCount }),
    ...firstState(job, planned, ref),
  };
}

function firstState(job: NewJob, planned: PlannedTask, ref: TaskRef): Record<string, unknown> {
  if (planned.kind === 'assemble') return { state: 'blocked', needsEmit: false };
  return {
    state: 'pending',
    needsEmit: true,
    emitPk: emitPk(ref),
    emitSk: emitSk(ref, job.notBefore),
    waitingPk: waitingPk(job.lane, ref),
    waitingSk: deadlineSk(ref, job.deadlineAt),
  };
}

export const newPayloadItem = (job: NewJob): Item => ({ ...payloadKey(job.id), payload: job.payload });

export function newIdempotencyItem(job: NewJob): Item | undefined {
  const { idempotency } = job;
  if (!idempotency) return undefined;
  return {
    ...idempotencyKey(job.tenant, idempotency.route, idempotency.key),
    job: job.id,
    fingerprint: idempotency.fingerprint,
    ...idempotency.reply,
    expiresAt: idempotency.expiresAt,
    // DynamoDB's TTL counts in seconds and only cleans: expiry is judged by `expiresAt`.
    ttl: Math.ceil(idempotency.expiresAt / 1000),
  };
}
