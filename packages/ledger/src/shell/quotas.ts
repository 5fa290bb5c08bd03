/**
 * Quotas. The row of a quota names the jobs that it admitted and has not seen end; admitting rewrites it under its version, in one write with T15 of
 * each job. So two servers never admit into the same room, and one that dies in between has admitted all or none.
 */
import { isEnded, type Job, type Lane } from '@reelyard/contracts';
import { heldPk, partitions, quotaSk } from '../items/index-keys.ts';
import { jobKey, padInstant, quotaKey } from '../items/keys.ts';
import { toJob } from '../items/job-item.ts';
import { type ItemStore, MAX_CHANGES, MAX_KEYS } from '../item-store.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { plan } from '../protocol/plan.ts';
import { absent, constant, eq } from '../protocol/words.ts';
import {
  type AdmittedTask,
  type AdmitOutcome,
  type JobLimits,
  type QuotaLedger,
  type QuotaRef,
} from '../quota-ledger.ts';
import { TRANSITIONS } from '../transitions.ts';

const DAY_MS = 86_400_000;

interface Standing {
  readonly version: number;
  readonly running: readonly string[];
  readonly day: number;
  readonly admitted: number;
}

export function quotaRows(store: ItemStore): QuotaLedger {
  return {
    findHeldQuotas: (limit) => findHeldQuotas(store, limit),
    admit: (quota, limits, now) => admit(store, quota, limits, now),
    findHeldJobs: async ({ tenant, quota }, limit) => {
      const range = { from: quotaSk(tenant, quota), upTo: quotaSk(tenant, quota) };
      const partition = heldPk(tenant, quota);
      return (await store.queryIndex({ index: 'dispatch', partition, ...range, limit })).map(idOf);
    },
    countAdmitted: async (quota, now) =>
      standingOf((await store.get([quotaKey(quota.tenant, quota.quota)]))[0], now).admitted,
  };
}

/** One query per quota: after the first job of one, the next to look at is the first of the next. `$` follows `#`. */
async function findHeldQuotas(store: ItemStore, limit: number): Promise<QuotaRef[]> {
  const found: QuotaRef[] = [];
  for (const partition of partitions('held')) {
    let from = '';
    while (found.length < limit) {
      const [first] = await store.queryIndex({
        index: 'dispatch',
        partition,
        ...(from === '' ? {} : { from }),
        limit: 1,
      });
      if (!first) break;
      const [tenant = '', quota = ''] = String(first['dispatchSk']).split('#');
      found.push({ tenant, quota });
      from = `${tenant}#${quota}$`;
    }
  }
  return found;
}

async function admit(store: ItemStore, of: QuotaRef, limits: JobLimits, now: number): Promise<AdmitOutcome> {
  const candidates = await findHeld(store, of, now);
  if (candidates.length === 0) return { kind: 'nothing-held' };
  const key = quotaKey(of.tenant, of.quota);
  const standing = standingOf((await store.get([key]))[0], now);
  const most = limits.concurrentJobs ?? Infinity;
  const active = await activeOf(store, of.tenant, standing.running, most - candidates.length);
  const left = (limits.jobsPerDay ?? Infinity) - standing.admitted;
  const room = Math.min(most - active.length, left);
  if (room <= 0) return left <= 0 ? { kind: 'full', until: (standing.day + 1) * DAY_MS } : { kind: 'full' };
  const jobs = (await jobsOf(store, of.tenant, candidates)).filter(({ state, isHeld }) => state === 'queued' && isHeld);
  const chosen = fitting(jobs.slice(0, room));
  if (chosen.length === 0) return { kind: 'nothing-held' };
  // Without a limit of that kind the list would only grow.
  const running = limits.concurrentJobs === undefined ? [] : [...active, ...chosen.map(({ id }) => id)];
  const item = {
    version: standing.version + 1,
    running,
    day: standing.day,
    admitted: standing.admitted + chosen.length,
  };
  const guards = standing.version === 0 ? [absent('pk')] : [eq('version', constant(standing.version))];
  const put: Change = { kind: 'put', key, guards, item: { ...item, ...key } };
  const applied = await store.apply([put, ...chosen.flatMap((job) => changesOf(job, now))]);
  if (applied.kind === 'refused') return { kind: 'moved' };
  const isMore = chosen.length < Math.min(room, jobs.length) || (candidates.length === PAGE && room > chosen.length);
  return { kind: 'admitted', jobs: chosen.length, tasks: chosen.flatMap((job) => tasksOf(job, now)), isMore };
}

function standingOf(item: Item | undefined, now: number): Standing {
  const today = Math.floor(now / DAY_MS);
  const isToday = item?.['day'] === today;
  return {
    version: (item?.['version'] as number | undefined) ?? 0,
    running: (item?.['running'] as string[] | undefined) ?? [],
    day: today,
    admitted: isToday ? (item['admitted'] as number) : 0,
  };
}

/** Keys of the table are projected into every index. */
const idOf = ({ sk }: Item): string => sk.slice('J#'.length);

/** Two items a job at least, beside the row of the quota. */
const PAGE = Math.floor((MAX_CHANGES - 1) / 2);

async function findHeld(store: ItemStore, { tenant, quota }: QuotaRef, now: number): Promise<string[]> {
  const range = { from: quotaSk(tenant, quota), upTo: `${quotaSk(tenant, quota)}${padInstant(now)}` };
  const rows = await store.queryIndex({ index: 'dispatch', partition: heldPk(tenant, quota), ...range, limit: PAGE });
  return rows.map(idOf);
}

/** Without those that have ended, which are only asked for when the list has no room for what is wanted. */
async function activeOf(store: ItemStore, tenant: string, running: readonly string[], enough: number) {
  if (running.length <= enough) return running;
  return (await jobsOf(store, tenant, running)).filter(({ state }) => !isEnded(state)).map(({ id }) => id);
}

async function jobsOf(store: ItemStore, tenant: string, ids: readonly string[]): Promise<Job[]> {
  const found: Job[] = [];
  for (let from = 0; from < ids.length; from += MAX_KEYS) {
    const keys = ids.slice(from, from + MAX_KEYS).map((id) => jobKey(tenant, id));
    found.push(...(await store.get(keys)).flatMap((item) => (item ? [toJob(item)] : [])));
  }
  return found;
}

const rendersOf = ({ tasksTotal }: Job): number => (tasksTotal === 1 ? 1 : tasksTotal - 1);

/** From the head, as many as fit one write. */
function fitting(jobs: readonly Job[]): Job[] {
  let count = 1;
  const end = jobs.findIndex((job) => (count += 1 + rendersOf(job)) > MAX_CHANGES);
  return jobs.slice(0, end < 0 ? jobs.length : end);
}

const startOf = ({ notBefore }: Job, now: number): number => Math.max(notBefore, now);
const refOf = ({ tenant, id }: Job, n: number): { tenant: string; job: string; n: number } => ({ tenant, job: id, n });

/** T15 of each of its renders; what it does to the job is the same for all, and a write names an item once. */
function changesOf(job: Job, now: number): Change[] {
  const { lane, deadlineAt } = job;
  const planned = Array.from({ length: rendersOf(job) }, (_, n) =>
    plan(TRANSITIONS.admit, { ref: refOf(job, n), now, lane, deadlineAt, notBefore: startOf(job, now) }),
  );
  return [...planned.flatMap(([task]) => task ?? []), ...(planned[0]?.slice(1) ?? [])];
}

/** Their first doorbells: T15 is the first write to count one. */
const tasksOf = (job: Job, now: number): AdmittedTask[] =>
  Array.from({ length: rendersOf(job) }, (_, n) => ({
    ...refOf(job, n),
    lane: job.lane satisfies Lane,
    emitSeq: 1,
    notBefore: startOf(job, now),
    ...(job.traceparent === undefined ? {} : { traceparent: job.traceparent }),
  }));
