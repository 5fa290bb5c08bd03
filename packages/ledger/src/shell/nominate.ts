/**
 * What the sparse indexes nominate, over all shards in parallel. They lag behind, so every answer is a candidate and no more.
 *
 * | query | index and partitions | order |
 * | --- | --- | --- |
 * | findDueEmits | emit: `emit#<shard>` | notBefore |
 * | findWaiting, countWaiting | waiting: `waiting#<lane>#<shard>` | deadline |
 * | findStaleQueued | the same, filtered by state and last doorbell | deadline |
 * | findLeased | leased: `leased#<shard>` | deadline |
 * | findOverdue | waiting of every lane and leased, up to now; emit: `duty#<shard>` with duty `void`, or with a deadline passed; `late#<shard>`: held jobs, up to now | deadline; since when |
 * | findUnblockable | emit: `duty#<shard>` with duty `unblock` | since when |
 */
import { type Lane, LANES, type TaskRef } from '@reelyard/contracts';
import { type IndexName, partitions } from '../items/index-keys.ts';
import { padInstant } from '../items/keys.ts';
import { type IndexFilter, type ItemStore } from '../item-store.ts';
import { type DueEmit, type LeasedTask, type WaitingTask } from '../ledger.ts';
import { type Item } from '../protocol/change.ts';

interface Scan {
  index: IndexName;
  partitions: string[];
  limit: number;
  upTo?: string;
  filter?: IndexFilter;
}

/** The first of all partitions, merged in the index's order. */
async function scan(store: ItemStore, { index, partitions: from, ...rest }: Scan): Promise<Item[]> {
  const pages = await Promise.all(from.map((partition) => store.queryIndex({ index, partition, ...rest })));
  const order = `${index}Sk`;
  const all = pages.length === 1 ? (pages[0] ?? []) : pages.flat();
  return all.sort((a, b) => (String(a[order]) < String(b[order]) ? -1 : 1)).slice(0, rest.limit);
}

const refOf = (item: Item): TaskRef => ({
  tenant: item['tenant'] as string,
  job: item['job'] as string,
  n: item['n'] as number,
});

export async function findDueEmits(store: ItemStore, now: number, limit: number): Promise<DueEmit[]> {
  const items = await scan(store, { index: 'emit', partitions: partitions('emit'), upTo: padInstant(now), limit });
  return items.map((item) => ({
    ...refOf(item),
    lane: item['lane'] as Lane,
    emitSeq: item['emitSeq'] as number,
    notBefore: item['notBefore'] as number,
  }));
}

export async function findWaiting(store: ItemStore, lane: Lane, limit: number): Promise<WaitingTask[]> {
  const items = await scan(store, { index: 'waiting', partitions: partitions('waiting', lane), limit });
  return items.map((item) => ({
    ...refOf(item),
    lane,
    state: item['state'] as WaitingTask['state'],
    enqueuedAt: item['enqueuedAt'] as number,
    notBefore: item['notBefore'] as number,
    deadlineAt: item['deadlineAt'] as number,
    frames: item['frames'] as number,
    pixels: item['pixels'] as number,
    engine: item['engine'] as string,
  }));
}

/** How many wait in a lane, over all shards. */
export async function countWaiting(store: ItemStore, lane: Lane): Promise<number> {
  const counts = await Promise.all(
    partitions('waiting', lane).map((partition) => store.countIndex({ index: 'waiting', partition })),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

export async function findLeased(store: ItemStore, limit: number): Promise<LeasedTask[]> {
  const items = await scan(store, { index: 'leased', partitions: partitions('leased'), limit });
  return items.map((item) => ({
    ...refOf(item),
    epoch: item['epoch'] as number,
    beat: item['beat'] as number,
    owner: item['owner'] as string,
    lane: item['lane'] as Lane,
  }));
}

export async function findStaleQueued(
  store: ItemStore,
  lane: Lane,
  emittedBefore: number,
  limit: number,
): Promise<(TaskRef & { emitSeq: number })[]> {
  const filter = { state: 'queued', emittedAtMost: emittedBefore };
  const items = await scan(store, { index: 'waiting', partitions: partitions('waiting', lane), limit, filter });
  return items.map((item) => ({ ...refOf(item), emitSeq: item['emitSeq'] as number }));
}

export async function findOverdue(store: ItemStore, now: number, limit: number): Promise<TaskRef[]> {
  const upTo = padInstant(now);
  const waiting = LANES.flatMap((lane) => partitions('waiting', lane));
  const [duties, late, ...overdue] = await Promise.all([
    scan(store, { index: 'emit', partitions: partitions('duty'), limit }),
    scan(store, { index: 'emit', partitions: partitions('late'), upTo, limit }),
    scan(store, { index: 'waiting', partitions: waiting, upTo, limit }),
    scan(store, { index: 'leased', partitions: partitions('leased'), upTo, limit }),
  ]);
  // An ended job first: it costs its tasks' places in every index.
  const owing = duties.filter((item) => item['duty'] === 'void' || (item['deadlineAt'] as number) <= now);
  const refs = [...[...owing, ...late].map((item) => ({ ...jobOf(item), n: 0 })), ...overdue.flat().map(refOf)];
  const byName = new Map(refs.map((ref) => [`${ref.job}#${ref.n}`, ref]));
  return [...byName.values()].slice(0, limit);
}

/** Jobs that owe their tasks something: `unblock` T6b, `void` T14. */
export async function findDuties(
  store: ItemStore,
  duty: 'unblock' | 'void',
  limit: number,
): Promise<{ tenant: string; job: string }[]> {
  const items = await scan(store, { index: 'emit', partitions: partitions('duty'), limit });
  return items.filter((item) => item['duty'] === duty).map(jobOf);
}

const jobOf = (item: Item): { tenant: string; job: string } => ({
  tenant: item['tenant'] as string,
  job: item['id'] as string,
});
