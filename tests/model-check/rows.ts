/**
 * The rows of one job as a value. What no guard and no decision reads (instants of record, ids of events) is the same in every row, so that
 * states differ only in what can matter; `rows.test` holds this list against the guards of the table.
 */
import { type Item, type Lease } from '@reelyard/ledger';

export interface Rows {
  readonly job?: Item;
  readonly tasks: readonly Item[];
  readonly events: readonly Item[];
  /** Idempotency record, payload, and rows of any other job: what a submit leaves. */
  readonly others: readonly Item[];
  /** Objects in the bucket: key → whose bytes. */
  readonly objects: Readonly<Record<string, string>>;
}

export const EMPTY_ROWS: Rows = { tasks: [], events: [], others: [], objects: {} };

/** Instants that are only kept. `emittedAt` is compared with a cut-off, which the model lets pass at any instant. */
export const RECORDS = ['createdAt', 'startedAt', 'endedAt', 'leasedAt', 'enqueuedAt', 'emittedAt', 'version'] as const;

export function normalized(item: Item): Item {
  const out: Record<string, unknown> = { ...item };
  for (const field of RECORDS) if (out[field] !== undefined) out[field] = 0;
  for (const field of ['emitSk', 'waitingSk', 'leasedSk', 'dispatchSk']) if (out[field] !== undefined) out[field] = '-';
  if (out['licenseWaitSince'] !== undefined) out['licenseWaitSince'] = 0;
  const lastError = out['lastError'] as { class: string } | undefined;
  if (lastError) out['lastError'] = { class: lastError.class };
  if (item.sk.startsWith('E#')) Object.assign(out, { at: 0, id: '-', data: {} });
  return out as Item;
}

export const textOf = (rows: Rows): string => JSON.stringify(rows);

const isTaskKey = (sk: string): boolean => sk.startsWith('K#');
const isEventKey = (sk: string): boolean => sk.startsWith('E#');

export function find(rows: Rows, pk: string, sk: string): Item | undefined {
  const isIt = (item: Item): boolean => item.pk === pk && item.sk === sk;
  if (rows.job && isIt(rows.job)) return rows.job;
  if (isTaskKey(sk)) return rows.tasks.find(isIt) ?? rows.others.find(isIt);
  return isEventKey(sk) ? (rows.events.find(isIt) ?? rows.others.find(isIt)) : rows.others.find(isIt);
}

/** Rows with these written; `job` says which job is the one under check. */
export function withWritten(rows: Rows, job: string, written: readonly Item[]): Rows {
  let { job: jobItem, tasks, events, others } = rows;
  for (const raw of written) {
    const item = normalized(raw);
    if (item.sk === `J#${job}`) jobItem = item;
    else if (item.pk === `J#${job}` && isTaskKey(item.sk)) tasks = put(tasks, item);
    else if (item.pk === `J#${job}` && isEventKey(item.sk)) events = put(events, item);
    else others = put(others, item);
  }
  return { ...(jobItem ? { job: jobItem } : {}), tasks, events, others, objects: rows.objects };
}

function put(items: readonly Item[], item: Item): Item[] {
  const rest = items.filter(({ pk, sk }) => pk !== item.pk || sk !== item.sk);
  return [...rest, item].sort((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
}

export const isHeldBy = (item: Item | undefined, lease: Pick<Lease, 'epoch' | 'owner'>): boolean =>
  item?.['state'] === 'leased' && item['epoch'] === lease.epoch && item['owner'] === lease.owner;

export const isAtRest = (item: Item): boolean => ['done', 'failed', 'void'].includes(String(item['state']));

/** What an index still nominates. */
export const indexed = (rows: Rows): Item[] =>
  [...(rows.job ? [rows.job] : []), ...rows.tasks].filter(
    (item) => item['emitPk'] !== undefined || item['waitingPk'] !== undefined || item['leasedPk'] !== undefined,
  );
