/** Batches, their rows and their tallies. The row of a job is written by T1, where it stands in place of the idempotency record. */
import { FarmError, type Batch, type BatchRow, type BatchTally } from '@reelyard/contracts';
import { batchDispatch, partitions } from '../items/index-keys.ts';
import {
  BATCH_PREFIX,
  ROW_PREFIX,
  TALLY_PREFIX,
  batchKey,
  batchPk,
  idempotencyKey,
  padInstant,
  rowKey,
  tallyKey,
  tenantPk,
} from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import { type ItemStore } from '../item-store.ts';
import { type BatchLedger, type BatchRequest, type CreateBatchOutcome, type NewRowError } from '../batch-ledger.ts';
import { type Page } from '../page.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { absent, any, constant, eq, lt, lte } from '../protocol/words.ts';

const toBatch = (item: Item): Batch => strip(item) as unknown as Batch;
const toTally = (item: Item): BatchTally => strip(item) as unknown as BatchTally;

function toRow(item: Item): BatchRow {
  const { batch, row, line, job, error } = item as unknown as BatchRow;
  return { batch, row, ...(line && { line }), ...(job && { job }), ...(error && { error }) };
}

export function batchRows(store: ItemStore): BatchLedger {
  return { ...headRows(store), ...rowRows(store), ...tallyRows(store) };
}

type Heads = Pick<BatchLedger, 'createBatch' | 'findBatch' | 'listBatches' | 'updateBatch' | 'findDueBatches'>;

function headRows(store: ItemStore): Heads {
  return {
    createBatch: (batch, request, now) => createBatch(store, batch, request, now),
    findBatch: async (tenant, id) => {
      const [item] = await store.get([batchKey(tenant, id)]);
      return item && toBatch(item);
    },
    listBatches: (filter) => listBatches(store, filter),
    updateBatch: async (before, after) => {
      const written = { ...after, version: before.version + 1 };
      const change = putOf(written, [eq('version', constant(before.version))]);
      const applied = await store.apply([change]);
      return applied.kind === 'applied' || isOurs(applied.refusals[0]?.before, written) ? written : undefined;
    },
    findDueBatches: async (now, limit) => {
      const upTo = padInstant(now);
      const found = await Promise.all(
        partitions('batch').map((partition) => store.queryIndex({ index: 'dispatch', partition, upTo, limit })),
      );
      // Keys of the table are projected into every index.
      const refs = found.flat().map(({ pk, sk }) => ({
        tenant: pk.slice(tenantPk('').length),
        id: sk.slice(BATCH_PREFIX.length),
      }));
      return refs.slice(0, limit);
    },
  };
}

/** A call sent again after its reply was lost is refused by its own first write. */
const isOurs = (item: Item | undefined, { version, updatedAt, state, nextAt }: Batch): boolean =>
  item?.['version'] === version &&
  item['updatedAt'] === updatedAt &&
  item['state'] === state &&
  item['nextAt'] === nextAt;

function putOf(batch: Batch, guards: Extract<Change, { kind: 'put' }>['guards']): Change {
  const key = batchKey(batch.tenant, batch.id);
  const nomination = batch.nextAt === undefined ? {} : batchDispatch(batch, batch.nextAt);
  return { kind: 'put', key, guards, item: { ...batch, ...key, ...nomination } };
}

async function createBatch(
  store: ItemStore,
  batch: Batch,
  request: BatchRequest | undefined,
  now: number,
): Promise<CreateBatchOutcome> {
  const head = putOf(batch, [absent('pk')]);
  const applied = await store.apply(request ? [recordOf(batch, request, now), head] : [head]);
  if (applied.kind === 'applied') return { kind: 'created' };
  const known = applied.refusals.find(({ index }) => request !== undefined && index === 0)?.before;
  if (known === undefined || known['batch'] === batch.id) {
    const [item] = await store.get([batchKey(batch.tenant, batch.id)]);
    if (item && isOurs(item, batch)) return { kind: 'created' };
    throw new FarmError('internal', `batch ${batch.id} exists already`);
  }
  if (known['fingerprint'] !== request?.fingerprint) return { kind: 'key-reused' };
  return { kind: 'known', id: known['batch'] as string };
}

function recordOf({ tenant, id }: Batch, { key: clientKey, route, fingerprint, expiresAt }: BatchRequest, now: number) {
  const key = idempotencyKey(tenant, route, clientKey);
  // DynamoDB's TTL counts in seconds and only cleans: expiry is judged by `expiresAt`.
  const item = { ...key, batch: id, fingerprint, expiresAt, ttl: Math.ceil(expiresAt / 1_000) };
  return { kind: 'put', key, guards: [any(absent('pk'), lte('expiresAt', constant(now)))], item } satisfies Change;
}

async function listBatches(
  store: ItemStore,
  { tenant, limit, cursor }: Parameters<BatchLedger['listBatches']>[0],
): Promise<Page<Batch>> {
  const after = cursor === undefined ? {} : { after: `${BATCH_PREFIX}${Buffer.from(cursor, 'base64url').toString()}` };
  const wanted = { pk: tenantPk(tenant), prefix: BATCH_PREFIX, descending: true };
  const found = (await store.query({ ...wanted, limit: limit + 1, ...after })).map(toBatch);
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return last === undefined ? { items } : { items, cursor: Buffer.from(last.id).toString('base64url') };
}

function rowRows(store: ItemStore): Pick<BatchLedger, 'rejectRow' | 'listRows' | 'findLastRow'> {
  return {
    rejectRow: async (row: NewRowError) => {
      const key = rowKey(row.batch, row.row);
      const applied = await store.apply([{ kind: 'put', key, guards: [absent('pk')], item: { ...row, ...key } }]);
      if (applied.kind === 'applied') return { kind: 'written' };
      const before = applied.refusals[0]?.before;
      if (before?.['fingerprint'] !== row.fingerprint) return { kind: 'changed' };
      return { kind: 'known', row: toRow(before) };
    },
    listRows: async (batch, afterRow, limit) => {
      const after = rowKey(batch, afterRow).sk;
      return (await store.query({ pk: batchPk(batch), prefix: ROW_PREFIX, after, limit })).map(toRow);
    },
    findLastRow: async (batch) => {
      const wanted = { pk: batchPk(batch), prefix: ROW_PREFIX, descending: true, limit: 1 };
      const [last] = await store.query(wanted);
      return last === undefined ? 0 : toRow(last).row;
    },
  };
}

function tallyRows(store: ItemStore): Pick<BatchLedger, 'saveTally' | 'listTallies'> {
  return {
    saveTally: async (tally) => {
      const key = tallyKey(tally.batch, tally.block);
      const isNewer = lt('countedAt', constant(tally.countedAt));
      const guards = [any(absent('pk'), isNewer), any(absent('pk'), eq('isSettled', constant(false)))];
      await store.apply([{ kind: 'put', key, guards, item: { ...tally, ...key } }]);
    },
    listTallies: async (batch) => (await store.query({ pk: batchPk(batch), prefix: TALLY_PREFIX })).map(toTally),
  };
}
