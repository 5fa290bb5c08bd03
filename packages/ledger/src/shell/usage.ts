/** Usage and results: counters of a day, rewritten under their version in one write with the jobs that they count. */
import { type KeyMode, type Lane } from '@reelyard/contracts';
import { partitions, purgeDispatch } from '../items/index-keys.ts';
import { jobKey, padInstant, resultsKey, tenantPk, USAGE_PREFIX, usageKey } from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import { type ItemStore } from '../item-store.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { absent, constant, eq, exists, remove } from '../protocol/words.ts';
import { type ResultsRow, type UsageLedger, type UsageRow, type UsageSums } from '../usage-ledger.ts';

const SUMS = ['succeeded', 'failed', 'canceled', 'renderedMs', 'instanceMs', 'lostMs', 'microUsd'] as const;
/** Counters outlive the year that they are asked for. */
const KEPT_DAYS = 400;
const DAY_SECONDS = 86_400;

export function usageRows(store: ItemStore): UsageLedger {
  return {
    findEnded: async (now, limit) =>
      (await due(store, 'ended', now, limit)).map((item) => ({
        tenant: item['tenant'] as string,
        job: item.sk.slice(2),
      })),
    countUsage: (tenant, row, sums, jobs) => countUsage(store, tenant, row, sums, jobs),
    listUsage: async (tenant, from, to, limit) => {
      // Every key of the first day follows it.
      const rows = await store.query({
        pk: tenantPk(tenant),
        prefix: USAGE_PREFIX,
        after: `${USAGE_PREFIX}${from}`,
        limit,
      });
      return rows.map(toUsage).filter(({ day }) => day <= to);
    },
    ...resultsRows(store),
  };
}

function toUsage(item: Item): UsageRow & UsageSums {
  const [, day = '', lane, mode, key = '-'] = item.sk.split('#');
  const sums = Object.fromEntries(SUMS.map((name) => [name, Number(item[name])])) as unknown as UsageSums;
  return { day, lane: lane as Lane, mode: mode as KeyMode, key, ...sums };
}

async function countUsage(
  store: ItemStore,
  tenant: string,
  row: UsageRow,
  sums: UsageSums,
  jobs: readonly ResultsRow[],
): Promise<boolean> {
  const key = usageKey(tenant, row);
  const [[before], kept] = await Promise.all([store.get([key]), store.get(jobs.map(({ job }) => resultsKey(job)))]);
  const version = (before?.['version'] as number | undefined) ?? 0;
  const added = SUMS.map((name) => [name, Number(before?.[name] ?? 0) + sums[name]] as const);
  const ttl = Math.floor(Date.parse(row.day) / 1_000) + KEPT_DAYS * DAY_SECONDS;
  const item: Item = { ...Object.fromEntries(added), version: version + 1, ttl, ...key };
  const guards = version === 0 ? [absent('pk')] : [eq('version', constant(version))];
  const changes: Change[] = [{ kind: 'put', key, guards, item }];
  for (const [index, results] of jobs.entries()) {
    const effects = remove('dispatchPk', 'dispatchSk');
    changes.push({ kind: 'update', key: jobKey(tenant, results.job), guards: [exists('dispatchPk')], effects });
    if (!kept[index]) changes.push(putResults(results, 0));
  }
  return (await store.apply(changes)).kind === 'applied';
}

function putResults(results: ResultsRow, version: number): Change {
  const key = resultsKey(results.job);
  const guards = version === 0 ? [absent('pk')] : [eq('version', constant(version))];
  const dueAt = results.deletedAt ?? results.expiresAt;
  const nomination = results.purgedAt === undefined ? purgeDispatch(results.job, dueAt) : {};
  return { kind: 'put', key, guards, item: { ...results, version: version + 1, ...nomination, ...key } };
}

function toResults(item: Item): ResultsRow {
  return Object.fromEntries(
    Object.entries(strip(item)).filter(([field]) => field !== 'version'),
  ) as unknown as ResultsRow;
}

type ResultsDoor = Pick<UsageLedger, 'findResults' | 'deleteResults' | 'findDuePurges' | 'markPurged'>;

function resultsRows(store: ItemStore): ResultsDoor {
  const read = async (tenant: string, job: string): Promise<Item | undefined> => {
    const [item] = await store.get([resultsKey(job)]);
    return item?.['tenant'] === tenant ? item : undefined;
  };
  /** Until it stands as wanted; `change` answers the same row when there is nothing to do. */
  const settle = async (
    first: ResultsRow | undefined,
    ref: [string, string],
    change: (row: ResultsRow) => ResultsRow,
  ) => {
    for (;;) {
      const item = await read(...ref);
      const before = item ? toResults(item) : first;
      if (!before) return undefined;
      const after = change(before);
      if (item && after === before) return before;
      const version = (item?.['version'] as number | undefined) ?? 0;
      if ((await store.apply([putResults(after, version)])).kind === 'applied') return after;
    }
  };
  return {
    findResults: async (tenant, job) => {
      const item = await read(tenant, job);
      return item && toResults(item);
    },
    deleteResults: async (results, now) =>
      (await settle(results, [results.tenant, results.job], (row) =>
        row.deletedAt === undefined ? { ...row, deletedAt: now } : row,
      )) ?? results,
    findDuePurges: async (now, limit) =>
      (await due(store, 'purge', now, limit)).map((item) => ({
        tenant: item['tenant'] as string,
        job: item['job'] as string,
      })),
    markPurged: async (tenant, job, now) => {
      await settle(undefined, [tenant, job], (row) => (row.purgedAt === undefined ? { ...row, purgedAt: now } : row));
    },
  };
}

async function due(store: ItemStore, family: 'ended' | 'purge', now: number, limit: number): Promise<Item[]> {
  const upTo = padInstant(now);
  const pages = partitions(family).map((partition) => store.queryIndex({ index: 'dispatch', partition, upTo, limit }));
  const all = (await Promise.all(pages)).flat();
  return all.sort((a, b) => (String(a['dispatchSk']) < String(b['dispatchSk']) ? -1 : 1)).slice(0, limit);
}
