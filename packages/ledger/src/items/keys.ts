/**
 * Keys of the one table, exactly as docs/reference/ledger.md lists them. Numbers in sort keys are zero-padded, so that order of
 * bytes is order of numbers.
 */
import { createHash } from 'node:crypto';
import { type ItemKey } from '../protocol/change.ts';

const key = (pk: string, sk: string): ItemKey => ({ pk, sk });

export const TASK_PREFIX = 'K#';
export const EVENT_PREFIX = 'E#';
export const JOB_PREFIX = 'J#';
export const KEY_PREFIX = 'P#';
export const INSTANCE_PREFIX = 'A#';
export const ENDPOINT_PREFIX = 'W#';
export const DELIVERY_PREFIX = 'D#';
export const TEMPLATE_PREFIX = 'L#';
/** Of a tenant's partition; instances are in others. */
export const ASSET_PREFIX = 'A#';
export const BATCH_PREFIX = 'B#';
export const ROW_PREFIX = 'R#';
export const TALLY_PREFIX = 'Z#';

export const tenantPk = (tenant: string): string => `T#${tenant}`;
/** Payload, tasks and events of a job share its partition. */
export const jobPk = (job: string): string => `J#${job}`;
export const poolPk = (pool: string): string => `F#${pool}`;
export const seatPk = (engine: string): string => `S#${engine}`;

export const jobKey = (tenant: string, job: string): ItemKey => key(tenantPk(tenant), `${JOB_PREFIX}${job}`);
export const payloadKey = (job: string): ItemKey => key(jobPk(job), 'C');
export const taskKey = (job: string, n: number): ItemKey => key(jobPk(job), `${TASK_PREFIX}${pad(n, 3)}`);
export const eventKey = (job: string, seq: number): ItemKey => key(jobPk(job), `${EVENT_PREFIX}${pad(seq, 6)}`);
/** The webhook that one job was submitted with. */
export const jobWebhookKey = (job: string): ItemKey => key(jobPk(job), 'W');
export const apiKeyKey = (tenant: string, id: string): ItemKey => key(tenantPk(tenant), `${KEY_PREFIX}${id}`);
export const assetKey = (tenant: string, id: string): ItemKey => key(tenantPk(tenant), `${ASSET_PREFIX}${id}`);
/** What assets of the same bytes share. */
export const contentKey = (tenant: string, sha256: string): ItemKey => key(tenantPk(tenant), `H#${sha256}`);
export const endpointKey = (tenant: string, id: string): ItemKey => key(tenantPk(tenant), `${ENDPOINT_PREFIX}${id}`);
export const endpointPk = (endpoint: string): string => `W#${endpoint}`;
export const deliveryKey = (endpoint: string, id: string): ItemKey =>
  key(endpointPk(endpoint), `${DELIVERY_PREFIX}${id}`);
export const templateKey = (tenant: string, id: string): ItemKey => key(tenantPk(tenant), `${TEMPLATE_PREFIX}${id}`);
/** Versions of a template share its partition. */
export const templatePk = (id: string): string => `L#${id}`;
export const versionKey = (id: string, version: number): ItemKey => key(templatePk(id), `V#${pad(version, 6)}`);
export const batchKey = (tenant: string, id: string): ItemKey => key(tenantPk(tenant), `${BATCH_PREFIX}${id}`);
/** Rows and tallies of a batch share its partition. */
export const batchPk = (id: string): string => `B#${id}`;
export const rowKey = (batch: string, row: number): ItemKey => key(batchPk(batch), `${ROW_PREFIX}${pad(row, 6)}`);
export const tallyKey = (batch: string, block: number): ItemKey =>
  key(batchPk(batch), `${TALLY_PREFIX}${pad(block, 3)}`);
export const quotaKey = (tenant: string, quota: string): ItemKey => key(tenantPk(tenant), `Q#${quota}`);
export const USAGE_PREFIX = 'U#';
/** Counters of a day (`2026-01-31`, UTC). */
export const usageKey = (
  tenant: string,
  { day, lane, mode, key: apiKey }: { day: string; lane: string; mode: string; key: string },
): ItemKey => key(tenantPk(tenant), `${USAGE_PREFIX}${day}#${lane}#${mode}#${apiKey}`);
/** What is to become of a job's results. */
export const resultsKey = (job: string): ItemKey => key(jobPk(job), 'R');
export const instanceKey = (pool: string, id: string): ItemKey => key(poolPk(pool), `${INSTANCE_PREFIX}${id}`);
export const seatKey = (engine: string, n: number): ItemKey => key(seatPk(engine), pad(n, 5));
export const SCALER_KEY: ItemKey = key('F#scaler', '-');

/** The client's key is hashed with its route: it may be any 255 characters. */
export function idempotencyKey(tenant: string, route: string, clientKey: string): ItemKey {
  const hash = createHash('sha256').update(`${route}\n${clientKey}`).digest('hex');
  return key(`I#${tenant}#${hash}`, '-');
}

export const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
/** An instant in a sort key: 13 digits last until the year 2286. */
export const padInstant = (at: number): string => pad(Math.max(0, Math.floor(at)), 13);
