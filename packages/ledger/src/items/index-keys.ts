/**
 * Keys of the sparse indexes. An item is in an index exactly while it has that index's attributes; transitions set and remove them.
 * Indexes only nominate: they lag behind, and the conditional write on the item decides.
 */
import { type Lane, type TaskRef } from '@reelyard/contracts';
import { pad, padInstant } from './keys.ts';

/**
 * An index partition takes 1,000 writes a second (AWS, "Partitions and data distribution"). A submit costs one write in `emit` and one
 * in `waiting`, each doorbell or claim one or two more: 8 and 4 shards carry over 2,000 tasks a second through one lane. More shards would
 * cost each poller one query more, each about 1 ms of its CPU. Leases change only by claims, beats and ends: 4 carry 40,000 agents' beats.
 */
export const SHARDS = {
  ...{ emit: 8, waiting: 4, leased: 4, duty: 2, event: 2, delivery: 2, batch: 1, asset: 2 },
  ...{ held: 2, late: 2, ended: 2, purge: 2 },
} as const;

export type IndexName = 'emit' | 'waiting' | 'leased' | 'dispatch';

/** Attribute names by index. */
export const INDEX_FIELDS: Readonly<Record<IndexName, { pk: string; sk: string }>> = {
  emit: { pk: 'emitPk', sk: 'emitSk' },
  waiting: { pk: 'waitingPk', sk: 'waitingSk' },
  leased: { pk: 'leasedPk', sk: 'leasedSk' },
  dispatch: { pk: 'dispatchPk', sk: 'dispatchSk' },
};

/** FNV-1a (www.isthe.com/chongo/tech/comp/fnv): cheap and even; a job's tasks spread by their number. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

const shardOf = (ref: { job: string; n: number }, shards: number): number => (hash(ref.job) + ref.n) % shards;
const sortKey = (at: number, ref: TaskRef): string => `${padInstant(at)}#${ref.job}#${pad(ref.n, 3)}`;

/** Tasks whose doorbell is to be rung, by notBefore. */
export const emitPk = (ref: TaskRef): string => `emit#${shardOf(ref, SHARDS.emit)}`;
export const emitSk = (ref: TaskRef, notBefore: number): string => sortKey(notBefore, ref);
/** Pending and queued tasks of a lane, by deadline. */
export const waitingPk = (lane: Lane, ref: TaskRef): string => `waiting#${lane}#${shardOf(ref, SHARDS.waiting)}`;
/** Leased tasks, by deadline. */
export const leasedPk = (ref: TaskRef): string => `leased#${shardOf(ref, SHARDS.leased)}`;
export const deadlineSk = (ref: TaskRef, deadlineAt: number): string => sortKey(deadlineAt, ref);
/** Jobs that owe their tasks a transition (T6b or T14), by the instant since when; they live in the emit index. */
export const dutyPk = (ref: TaskRef): string => `duty#${hash(ref.job) % SHARDS.duty}`;

/** Events that are to be told and were not fanned out yet, and deliveries, each by when it is due. */
export const eventDispatch = ({ job, seq }: { job: string; seq: number }, at: number): DispatchKeys => ({
  dispatchPk: `event#${hash(job) % SHARDS.event}`,
  dispatchSk: `${padInstant(at)}#${job}#${pad(seq, 6)}`,
});
export const deliveryDispatch = ({ id }: { id: string }, at: number): DispatchKeys => ({
  dispatchPk: `delivery#${hash(id) % SHARDS.delivery}`,
  dispatchSk: `${padInstant(at)}#${id}`,
});

/** Batches that a server owes work, by when another one takes it up. */
export const batchDispatch = ({ id }: { id: string }, at: number): DispatchKeys => ({
  dispatchPk: `batch#${hash(id) % SHARDS.batch}`,
  dispatchSk: `${padInstant(at)}#${id}`,
});

/** Assets that are to be fetched, and deleted ones whose object is to go. */
export const assetDispatch = ({ id }: { id: string }, at: number): DispatchKeys => ({
  dispatchPk: `asset#${hash(id) % SHARDS.asset}`,
  dispatchSk: `${padInstant(at)}#${id}`,
});

/** Held jobs of all quotas, each quota's together and in their order; the range of one begins with `quotaSk`. */
export const heldDispatch = (job: { tenant: string; id: string; quota: string }, at: number): DispatchKeys => ({
  dispatchPk: heldPk(job.tenant, job.quota),
  dispatchSk: `${quotaSk(job.tenant, job.quota)}${padInstant(at)}#${job.id}`,
});
export const heldPk = (tenant: string, quota: string): string => `held#${hash(`${tenant}#${quota}`) % SHARDS.held}`;
export const quotaSk = (tenant: string, quota: string): string => `${tenant}#${quota}#`;
/** The same jobs by deadline: none of their tasks is in an index that would show it. They live in the emit index. */
export const lateKeys = (job: string, deadlineAt: number): { emitPk: string; emitSk: string } => ({
  emitPk: `late#${hash(job) % SHARDS.late}`,
  emitSk: `${padInstant(deadlineAt)}#${job}`,
});
/** Ended jobs that were not counted yet, by their end. */
export const endedPk = ({ job }: TaskRef): string => `ended#${hash(job) % SHARDS.ended}`;
export const endedSk = ({ job }: TaskRef, at: number): string => `${padInstant(at)}#${job}`;
/** Results that are to be deleted, by when. */
export const purgeDispatch = (job: string, at: number): DispatchKeys => ({
  dispatchPk: `purge#${hash(job) % SHARDS.purge}`,
  dispatchSk: `${padInstant(at)}#${job}`,
});

export interface DispatchKeys {
  readonly dispatchPk: string;
  readonly dispatchSk: string;
}

export function partitions(family: keyof typeof SHARDS, lane?: Lane): string[] {
  const prefix = lane === undefined ? family : `${family}#${lane}`;
  return Array.from({ length: SHARDS[family] }, (_, shard) => `${prefix}#${shard}`);
}
