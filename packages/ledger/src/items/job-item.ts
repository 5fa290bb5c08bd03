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
import { deadlineSk, emitPk, emitSk, heldDispatch, lateKeys, waitingPk } from './index-keys.ts';
import { idempotencyKey, jobKey, payloadKey, rowKey, taskKey } from './keys.ts';

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
    ...(job.template === undefined ? {} : { template: job.template.id, templateVersion: job.template.version }),
    ...(job.row === undefined ? {} : { batch: job.row.batch, row: job.row.row }),
    ...(job.told?.length ? { isTold: true } : {}),
    ...(job.key === undefined ? {} : { key: job.key }),
    ...(job.retentionDays === undefined ? {} : { retentionDays: job.retentionDays }),
    ...(job.quota === undefined ? {} : held({ ...job, quota: job.quota }, now)),
  };
}

/** Every job of a quota is held first: room is judged in one place. */
const held = (job: NewJob & { quota: string }, now: number): Record<string, unknown> => ({
  ...{ quota: job.quota, isHeld: true },
  ...heldDispatch(job, Math.max(now, job.notBefore)),
  ...lateKeys(job.id, job.deadlineAt),
});

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
  if (planned.kind === 'assemble' || job.quota !== undefined) return { state: 'blocked', needsEmit: false };
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
  const { idempotency, row } = job;
  if (row) return newRowItem(job, row);
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

/** It never expires: a row of a batch makes one job. */
function newRowItem({ tenant, id }: NewJob, { batch, row, line, fingerprint }: NonNullable<NewJob['row']>): Item {
  const sent = { ...{ tenant, batch, row }, ...(line === undefined ? {} : { line }), fingerprint };
  return { ...rowKey(batch, row), ...sent, job: id, status: 202, body: '', location: `/v1/jobs/${id}` };
}
