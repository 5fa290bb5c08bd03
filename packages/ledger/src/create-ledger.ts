/** The ledger over any table that meets `ItemStore`: every adapter runs this same code, so they can differ in nothing but storage. */
import { FarmError, type JobPayload } from '@reelyard/contracts';
import { atSite, newId } from '@reelyard/runtime';
import { RETRY_BACKOFF_MS } from './budgets.ts';
import { EVENT_PREFIX, eventKey, jobKey, jobPk, payloadKey, taskKey } from './items/keys.ts';
import { toEvent, toJob, toPayload, toTask } from './items/job-item.ts';
import { type ItemStore, MAX_KEYS } from './item-store.ts';
import { type Item, type ItemKey } from './protocol/change.ts';
import { type JobLedger, type Ledger } from './ledger.ts';
import { plan } from './protocol/plan.ts';
import { batchRows } from './shell/batches.ts';
import { assetRows } from './shell/assets.ts';
import { claim } from './shell/claim.ts';
import { complete } from './shell/complete.ts';
import { type LedgerContext } from './shell/context.ts';
import { cancel, expire, listTasks, unblock, voidTasks } from './shell/end.ts';
import { fail, reap } from './shell/fail.ts';
import { instanceRows, scalerRow } from './shell/fleet.ts';
import { heartbeat, release } from './shell/lease.ts';
import { listJobs } from './shell/list-jobs.ts';
import {
  countWaiting,
  findDueEmits,
  findDuties,
  findLeased,
  findOverdue,
  findStaleQueued,
  findWaiting,
} from './shell/nominate.ts';
import { quotaRows } from './shell/quotas.ts';
import { seatRows } from './shell/seat.ts';
import { findReply, submit } from './shell/submit.ts';
import { tenantRows } from './shell/tenants.ts';
import { templateRows } from './shell/templates.ts';
import { usageRows } from './shell/usage.ts';
import { webhookRows } from './shell/webhooks.ts';
import { TRANSITIONS } from './transitions.ts';

export interface LedgerOptions {
  /** `evt_` + ULID of the instant; a port, because ids are random. */
  newEventId?: (now: number) => string;
  /** Milliseconds of the first wait after a failed engine run or a missing asset; `RETRY_BACKOFF_MS` where not set. */
  retryBackoffMs?: number;
}

export function createLedger(store: ItemStore, options: LedgerOptions = {}): Ledger {
  const context: LedgerContext = {
    store,
    newEventId: options.newEventId ?? ((now) => newId('evt', now)),
    retryBackoffMs: options.retryBackoffMs ?? RETRY_BACKOFF_MS,
  };
  return tellOperations({
    ...jobWrites(context),
    ...jobReads(store),
    ...instanceRows(store),
    ...scalerRow(store),
    ...seatRows(store),
    ...tenantRows(store),
    ...webhookRows(store),
    ...templateRows(store),
    ...quotaRows(store),
    ...usageRows(store),
    ...assetRows(store),
    ...batchRows(store),
    ping: () => store.ping(),
  });
}

type Operation = (...args: unknown[]) => unknown;

/** Each call of the table is made in the name of the operation that it is part of. */
function tellOperations(ledger: Ledger): Ledger {
  const operations = Object.entries(ledger as unknown as Record<string, Operation>);
  const told = operations.map(([name, run]) => [name, (...args: unknown[]) => atSite(name, () => run(...args))]);
  return Object.fromEntries(told) as unknown as Ledger;
}

type Reads =
  | 'findReply'
  | 'findJob'
  | 'findJobs'
  | 'findTasks'
  | 'listJobs'
  | 'listTasks'
  | 'findTask'
  | 'getPayload'
  | 'listEvents'
  | 'countWaiting'
  | `find${'DueEmits' | 'Waiting' | 'Leased' | 'StaleQueued' | 'Overdue' | 'Unblockable'}`;

function jobWrites(context: LedgerContext): Omit<JobLedger, Reads> {
  const { store } = context;
  return {
    submit: (job, now) => submit(context, job, now),
    markQueued: async (sent, now) => {
      const changes = sent.flatMap((ref) => plan(TRANSITIONS.markQueued, { ref, now, emitSeq: ref.emitSeq }));
      const queued = (await store.applyEach(changes)).filter(Boolean).length;
      return { queued, skipped: sent.length - queued };
    },
    reemit: async (ref, emittedBefore, now) => {
      const params = { ref, now, notBefore: now, emitSeq: ref.emitSeq, emittedBefore };
      const [applied] = await store.applyEach(plan(TRANSITIONS.reemit, params));
      return { kind: applied ? 'held' : 'lost' };
    },
    claim: (ref, by, now) => claim(context, ref, by, now),
    release: (lease, now) => release(context, lease, now),
    heartbeat: (lease, beat, now) => heartbeat(context, lease, beat, now),
    complete: (lease, artifacts, now) => complete(context, lease, artifacts, now),
    unblock: (job, now) => unblock(context, job, now),
    fail: (lease, failure, jitter, now) => fail(context, lease, failure, jitter, now),
    reap: (stale, now) => reap(context, stale, now),
    cancel: (ref, now) => cancel(context, ref, now),
    expire: (ref, now) => expire(context, ref, now),
    voidTasks: (ref, now) => voidTasks(context, ref, now),
  };
}

async function getMany(store: ItemStore, keys: readonly ItemKey[]): Promise<(Item | undefined)[]> {
  const pages: Promise<(Item | undefined)[]>[] = [];
  for (let from = 0; from < keys.length; from += MAX_KEYS) pages.push(store.get(keys.slice(from, from + MAX_KEYS)));
  return (await Promise.all(pages)).flat();
}

function jobReads(store: ItemStore): Pick<JobLedger, Reads> {
  return {
    findReply: (tenant, request, now) => findReply(store, tenant, request, now),
    findJob: async (tenant, id) => {
      const [item] = await store.get([jobKey(tenant, id)]);
      return item && toJob(item);
    },
    findJobs: async (refs) => {
      const items = await getMany(
        store,
        refs.map(({ tenant, job }) => jobKey(tenant, job)),
      );
      return items.map((item) => item && toJob(item));
    },
    findTasks: async (refs) => {
      const items = await getMany(
        store,
        refs.map(({ job, n }) => taskKey(job, n)),
      );
      return items.map((item, i) => (item?.['tenant'] === refs[i]?.tenant ? item && toTask(item) : undefined));
    },
    listJobs: (filter) => listJobs(store, filter),
    listTasks: (job) => listTasks({ store }, job),
    findTask: async ({ tenant, job, n }) => {
      const [item] = await store.get([taskKey(job, n)]);
      // Tasks lie under their job alone; the tenant is checked here.
      return item?.['tenant'] === tenant ? toTask(item) : undefined;
    },
    getPayload: (job) => getPayload(store, job),
    listEvents: async (job, afterSeq = 0) => {
      const after = eventKey(job, afterSeq).sk;
      return (await store.query({ pk: jobPk(job), prefix: EVENT_PREFIX, after })).map(toEvent);
    },
    findDueEmits: (now, limit) => findDueEmits(store, now, limit),
    findWaiting: (lane, limit) => findWaiting(store, lane, limit),
    countWaiting: (lane) => countWaiting(store, lane),
    findLeased: (limit) => findLeased(store, limit),
    findStaleQueued: (lane, emittedBefore, limit) => findStaleQueued(store, lane, emittedBefore, limit),
    findOverdue: (now, limit) => findOverdue(store, now, limit),
    findUnblockable: (limit) => findDuties(store, 'unblock', limit),
  };
}

async function getPayload(store: ItemStore, job: string): Promise<JobPayload> {
  const [item] = await store.get([payloadKey(job)]);
  if (!item) throw new FarmError('internal', `no payload of job ${job}`);
  return toPayload(item);
}
