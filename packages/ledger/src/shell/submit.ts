/** T1: the whole job in one write, or the reply that an earlier submit of the same key was given. */
import { FarmError, type PlannedTask } from '@reelyard/contracts';
import { newIdempotencyItem, newJobItem, newPayloadItem, newTaskItem, toJob, toTask } from '../items/job-item.ts';
import { idempotencyKey, jobWebhookKey } from '../items/keys.ts';
import { type ItemStore, MAX_CHANGES } from '../item-store.ts';
import { type NewJob, type StoredReply, type SubmitOutcome } from '../ledger.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { plan } from '../protocol/plan.ts';
import { absent } from '../protocol/words.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type LedgerContext } from './context.ts';
import { type Attempt, attemptApply, untilSettled } from './view.ts';

/** Job, payload, idempotency record and event share the transaction with the tasks; a webhook takes the place of one more. */
export const MAX_TASKS = MAX_CHANGES - 4;

export async function submit({ store, newEventId }: LedgerContext, job: NewJob, now: number): Promise<SubmitOutcome> {
  assertPlan(job.tasks, job.webhook === undefined ? MAX_TASKS : MAX_TASKS - 1);
  const jobItem = newJobItem(job, now);
  const tasks = job.tasks.map((planned, n) => newTaskItem(job, planned, n, now));
  const idempotency = newIdempotencyItem(job);
  const accept = plan(TRANSITIONS.accept, {
    ref: { tenant: job.tenant, job: job.id, n: 0 },
    now,
    idempotency,
    job: jobItem,
    payload: newPayloadItem(job),
    tasks,
    evSeq: 0,
    isTold: job.told?.includes('job.accepted'),
    eventId: newEventId(now),
    eventData: { lane: job.lane, tasks: tasks.length },
  });
  // Last, so that a refusal of the idempotency record keeps its place.
  const changes = [...accept, ...putWebhook(job)];
  const accepted: SubmitOutcome = { kind: 'accepted', job: toJob(jobItem), tasks: tasks.map(toTask) };
  return untilSettled<SubmitOutcome>(async () => {
    const attempt = await attemptApply(store, changes);
    return attempt.kind === 'applied' ? accepted : judge(attempt, job, jobItem, accepted, idempotency !== undefined);
  });
}

function putWebhook({ id, tenant, webhook }: NewJob): Change[] {
  if (webhook === undefined) return [];
  const key = jobWebhookKey(id);
  return [{ kind: 'put', key, guards: [absent('pk')], item: { ...key, tenant, job: id, ...webhook } }];
}

function judge(
  attempt: Attempt,
  job: NewJob,
  jobItem: Item,
  accepted: SubmitOutcome,
  hasKey: boolean,
): SubmitOutcome | Attempt {
  if (attempt.kind !== 'refused') return attempt;
  const record = hasKey ? attempt.refusals.find(({ index }) => index === 0)?.before : undefined;
  if (record) return record['job'] === job.id ? accepted : replay(record, job);
  const existing = attempt.refusals.find(({ before }) => before?.pk === jobItem.pk && before.sk === jobItem.sk)?.before;
  // Ids are never given twice, so a job of this id and instant is this very write, sent again after its reply was lost.
  if (existing?.['createdAt'] === jobItem['createdAt']) return accepted;
  throw new FarmError('internal', `job ${job.id} exists already`);
}

function replay(record: Item, job: NewJob): SubmitOutcome {
  if (record['fingerprint'] !== (job.row ?? job.idempotency)?.fingerprint) return { kind: 'key-reused' };
  return { kind: 'replayed', reply: toStoredReply(record) };
}

/** Expiry is judged here: TTL only cleans. */
export async function findReply(
  store: ItemStore,
  tenant: string,
  { key, route }: { key: string; route: string },
  now: number,
): Promise<{ fingerprint: string; reply: StoredReply } | undefined> {
  const [record] = await store.get([idempotencyKey(tenant, route, key)]);
  if (!record || (record['expiresAt'] as number) <= now) return undefined;
  return { fingerprint: record['fingerprint'] as string, reply: toStoredReply(record) };
}

const toStoredReply = (record: Item): StoredReply => ({
  status: record['status'] as number,
  body: record['body'] as string,
  location: record['location'] as string,
});

/** One render task, or several and then one assembly. */
function assertPlan(tasks: readonly PlannedTask[], most: number): void {
  const kinds = tasks.map(({ kind }) => kind);
  const wanted = kinds.map((_, n) => (n > 0 && n === kinds.length - 1 ? 'assemble' : 'render'));
  if (kinds.length === 0 || kinds.length > most || kinds.join() !== wanted.join())
    throw new FarmError('internal', `a job is one render task, or up to ${most - 1} and one assembly: ${kinds.join()}`);
}
