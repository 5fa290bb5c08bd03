/**
 * A tenant's jobs, newest first, straight from the table: ids are ULIDs, so the sort key `J#<id>` is the order of time, and the listing is
 * strongly consistent and costs no index.
 */
import { type Job } from '@reelyard/contracts';
import { JOB_PREFIX, ROW_PREFIX, batchPk, jobKey, rowKey, tenantPk } from '../items/keys.ts';
import { toJob } from '../items/job-item.ts';
import { type ItemStore, MAX_KEYS } from '../item-store.ts';
import { type JobFilter, type Page } from '../ledger.ts';

/** Rows that one call looks through at most: a filter that hits nothing answers a short page and a cursor, never a long wait. */
const MAX_EXAMINED = 2_000;

export async function listJobs(store: ItemStore, filter: JobFilter): Promise<Page<Job>> {
  if (filter.batch !== undefined) return listJobsOfBatch(store, filter, filter.batch);
  const items: Job[] = [];
  const pageSize = Math.min(Math.max(filter.limit, 100), 500);
  let after = filter.cursor === undefined ? undefined : Buffer.from(filter.cursor, 'base64url').toString();
  for (let examined = 0; examined < MAX_EXAMINED;) {
    const page = await store.query({
      pk: tenantPk(filter.tenant),
      prefix: JOB_PREFIX,
      descending: true,
      limit: pageSize,
      ...(after === undefined ? {} : { after: JOB_PREFIX + after }),
    });
    for (const job of page.map(toJob)) {
      if (items.length === filter.limit) return { items, cursor: cursorOf(after) };
      if (passes(filter, job)) items.push(job);
      after = job.id;
    }
    examined += page.length;
    if (page.length < pageSize) return { items };
  }
  return { items, cursor: cursorOf(after) };
}

/** By its rows, a hundred at a time. Jobs lie under their tenant, so another tenant's are not found. */
async function listJobsOfBatch(store: ItemStore, filter: JobFilter, batch: string): Promise<Page<Job>> {
  const items: Job[] = [];
  let after = filter.cursor === undefined ? 0 : Number(Buffer.from(filter.cursor, 'base64url').toString());
  for (let examined = 0; examined < MAX_EXAMINED; examined += MAX_KEYS) {
    const wanted = { pk: batchPk(batch), prefix: ROW_PREFIX, after: rowKey(batch, after).sk, limit: MAX_KEYS };
    const rows = (await store.query(wanted)).map(({ row, job }) => ({ row: row as number, job: job as string }));
    const made = rows.filter(({ job }) => job !== undefined);
    const found = await store.get(made.map(({ job }) => jobKey(filter.tenant, job)));
    for (const [at, item] of found.entries()) {
      if (items.length === filter.limit) return { items, cursor: cursorOf(String(after)) };
      const job = item && toJob(item);
      if (job && passes(filter, job)) items.push(job);
      after = made[at]?.row ?? after;
    }
    after = rows.at(-1)?.row ?? after;
    if (rows.length < MAX_KEYS) return { items };
  }
  return { items, cursor: cursorOf(String(after)) };
}

const cursorOf = (after: string | undefined): string => Buffer.from(after ?? '').toString('base64url');

function passes(filter: JobFilter, job: Job): boolean {
  if (filter.states && !filter.states.includes(job.state)) return false;
  if (filter.lane && filter.lane !== job.lane) return false;
  if (filter.template !== undefined && filter.template !== job.template) return false;
  if (filter.metadata && job.metadata?.[filter.metadata.name] !== filter.metadata.value) return false;
  if (filter.createdFrom !== undefined && job.createdAt < filter.createdFrom) return false;
  return filter.createdTo === undefined || job.createdAt <= filter.createdTo;
}
