/**
 * `POST /v1/batches`: rows are read as they come, and worked off no slower. Invariant: nothing is stored before the first row was read; from then on the reply,
 * whatever it is, names the batch. The same Idempotency-Key goes on with a batch that was cut short, and gets the first reply of one that was not.
 */
import { without } from '../../core/without.ts';
import { type Batch, type BatchFormat, apiAcceptedBatch, apiBatchRequest } from '@reelyard/contracts';
import { z } from 'zod';
import { BatchFault } from '../../batches/batch-fault.ts';
import { type BodyChunks, readChunks } from '../../batches/body-chunks.ts';
import { Intake, type IntakeEnd, type RowProblem } from '../../batches/intake.ts';
import { leaseMsOf } from '../../batches/ports.ts';
import { type RowReading } from '../../batches/row-reading.ts';
import { apiLimits } from '../../core/api-limits.ts';
import { viewBatch } from '../../core/batches/view-batch.ts';
import { type Call, originOf } from '../call.ts';
import { type EndpointPorts } from '../endpoint-ports.ts';
import { endpoint } from '../endpoint.ts';
import { type KeyReading, readIdempotencyKey } from '../idempotency.ts';
import { type Reply, json, problem } from '../reply.ts';
import { type OpenBatch, batchQuery, openBatch } from './open-batch.ts';

const route = 'POST /v1/batches';

export const postBatch = endpoint(
  {
    id: 'createBatch',
    method: 'post',
    path: '/v1/batches',
    summary: 'Submit many jobs: a row each, read and submitted as they come',
    access: 'render',
    query: batchQuery,
    isIdempotent: true,
    body: {
      schema: apiBatchRequest,
      content: {
        'application/x-ndjson': z.string().describe('A row a line, each as in `rows` of the JSON'),
        'text/csv': z.string().describe('The first line names variables of the template'),
      },
    },
    replies: {
      202: {
        description: 'Its rows are submitted, or will be (all-or-nothing)',
        schema: apiAcceptedBatch,
        headers: { Location: 'Path of the batch' },
      },
    },
    problems: ['invalid_batch', 'batch_rejected', 'batch_in_progress', 'too_many_batches', 'draining'],
  },
  (ports) => async (call) => {
    const key = readIdempotencyKey(call);
    if (key.kind === 'refused') return key.reply;
    const format = formatOf(call);
    if (typeof format !== 'string') return format;
    const free = ports.batchSlots.take(call.tenant);
    if (free === undefined) {
      return problem('too_many_batches', 'wait until one of your batches was read', {
        headers: { connection: 'close' },
      });
    }
    const body = readChunks(bodyOf(call), ports);
    try {
      const opened = await openBatch(call.tenant, format, call.query, body, ports.ledger);
      return await takeRequest(call, opened, key, body, ports);
    } catch (error) {
      if (!(error instanceof BatchFault)) throw error;
      return replyToFault(error, body);
    } finally {
      free();
    }
  },
);

function bodyOf({ request }: Call) {
  if (request === undefined) throw new Error('a batch is read from its request');
  return request();
}

const formats: readonly (readonly [RegExp, BatchFormat])[] = [
  [/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i, 'json'],
  [/^application\/(?:x-)?ndjson\s*(?:;|$)/i, 'ndjson'],
  [/^text\/csv\s*(?:;|$)/i, 'csv'],
];

function formatOf({ headers }: Call): BatchFormat | Reply {
  const closing = { headers: { connection: 'close' } };
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    return problem('unsupported_media_type', 'Content-Encoding is not supported: send the body as it is', closing);
  }
  const found = formats.find(([pattern]) => pattern.test(headers['content-type'] ?? ''));
  const wanted = 'Content-Type must be application/json, application/x-ndjson or text/csv';
  return found?.[1] ?? problem('unsupported_media_type', wanted, closing);
}

/** The first row says whether there is anything to store. @throws BatchFault */
async function takeRequest(
  call: Call,
  opened: OpenBatch,
  key: KeyReading,
  body: BodyChunks,
  ports: EndpointPorts,
): Promise<Reply> {
  const rows = opened.rows[Symbol.asyncIterator]();
  const first = await rows.next();
  if (first.done === true) throw new BatchFault('invalid_batch', 'the batch has no rows');
  const fresh = newBatch(call, opened, ports);
  const request = key.kind === 'given' && {
    ...{ key: key.key, route, fingerprint: opened.fingerprint },
    expiresAt: fresh.createdAt + apiLimits.idempotencyMs,
  };
  const outcome = await ports.ledger.createBatch(fresh, request || undefined, fresh.createdAt);
  if (outcome.kind === 'key-reused') throw reused();
  const all = rest(first.value, rows);
  if (outcome.kind === 'created') return runIntake(fresh, all, body, ports);
  const known = await ports.ledger.findBatch(call.tenant, outcome.id);
  if (known === undefined) throw new Error(`the record of a key names ${outcome.id}, which is not there`);
  return repeat(known, all, body, ports);
}

const reused = (): BatchFault =>
  new BatchFault('idempotency_key_reused', 'this Idempotency-Key was used with another batch within 72 h');

async function* rest(first: RowReading, rows: AsyncIterator<RowReading>): AsyncGenerator<RowReading> {
  yield first;
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) yield next.value;
}

function newBatch(call: Call, { mode, format, common }: OpenBatch, ports: EndpointPorts): Batch {
  const now = ports.clock.now();
  const { traceparent, mode: keyMode, key } = originOf(call);
  return {
    ...{ tenant: call.tenant, id: ports.newId('bat', now), state: 'receiving', mode, format, common },
    ...{
      createdAt: now,
      updatedAt: now,
      received: 0,
      accepted: 0,
      rejected: 0,
      version: 1,
      nextAt: now + leaseMsOf(ports),
    },
    ...(keyMode === undefined ? {} : { keyMode }),
    ...(key === undefined ? {} : { key: { id: key.id, ...(key.limits === undefined ? {} : { limits: key.limits }) } }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** A request of a key that has a batch already. */
async function repeat(
  known: Batch,
  rows: AsyncIterable<RowReading>,
  body: BodyChunks,
  ports: EndpointPorts,
): Promise<Reply> {
  const { digest, reply, nextAt } = known;
  if (digest !== undefined && reply !== undefined) {
    const iterator = rows[Symbol.asyncIterator]();
    while ((await iterator.next()).done !== true);
    if (body.digest() !== digest) throw reused();
    return stored(known, reply, { 'idempotent-replayed': 'true' });
  }
  const now = ports.clock.now();
  const isFree = known.state === 'incomplete' || (known.state === 'receiving' && (nextAt ?? 0) <= now);
  if (!isFree && known.state === 'receiving') throw inProgress();
  if (!isFree) return replyToEnd({ kind: 'stopped', batch: known }, body);
  const counts = { received: 0, accepted: 0, rejected: 0 };
  const change = { state: 'receiving' as const, updatedAt: now, nextAt: now + leaseMsOf(ports) };
  const taken = await ports.ledger.updateBatch(known, { ...without(known, 'because'), ...counts, ...change });
  if (taken === undefined) throw inProgress();
  return runIntake(taken, rows, body, ports);
}

const inProgress = (): BatchFault =>
  new BatchFault('batch_in_progress', 'a request with this Idempotency-Key is being read, or broke off a moment ago');

async function runIntake(
  batch: Batch,
  rows: AsyncIterable<RowReading>,
  body: BodyChunks,
  ports: EndpointPorts,
): Promise<Reply> {
  const end = await new Intake(batch, ports).run(rows, body, tell);
  ports.wakeBatches();
  return replyToEnd(end, body);
}

/** The batch as it is when it was taken in, and the problems of its rows: the body of the reply, or the errors of the refusal. */
const tell = (batch: Batch, problems: readonly RowProblem[]): string =>
  batch.state === 'rejected' ? JSON.stringify(problems) : JSON.stringify({ ...viewBatch(batch), errors: problems });

const locationOf = ({ id }: Batch): Record<string, string> => ({ location: `/v1/batches/${id}` });

function stored(batch: Batch, text: string, headers: Record<string, string> = {}): Reply {
  const extras = { headers: { ...locationOf(batch), ...headers } };
  if (batch.because?.code === 'batch_rejected') {
    const errors = JSON.parse(text) as RowProblem[];
    return problem('batch_rejected', batch.because.detail, { ...extras, errors });
  }
  return { status: 202, body: text, ...extras };
}

async function replyToEnd(end: IntakeEnd, body: BodyChunks): Promise<Reply> {
  const { batch } = end;
  if (end.kind === 'fault') return replyToFault(end.fault, body, end.batch);
  if (end.kind === 'whole' && batch?.reply !== undefined) return stored(batch, batch.reply);
  const isCanceled = batch?.state === 'canceling' || batch?.state === 'canceled';
  if (batch === undefined || !isCanceled) return replyToFault(inProgress(), body, batch);
  return { ...json(202, { ...viewBatch(batch), errors: [] }, locationOf(batch)), ...(await closing(body, batch)) };
}

async function replyToFault(fault: BatchFault, body: BodyChunks, batch?: Batch): Promise<Reply> {
  const left = batch === undefined ? '' : `; ${batch.id} has what came until then`;
  const headers = (await closing(body, batch)).headers;
  const errors = fault.errors.length === 0 ? {} : { errors: fault.errors };
  return problem(fault.code, `${fault.message}${left}`, { ...errors, headers });
}

/** What the client still writes is read, so that it reads the answer; one that writes on and on is cut off. */
async function closing(body: BodyChunks, batch?: Batch): Promise<{ headers: Record<string, string> }> {
  const isEndless = (await body.drain()) === 'endless';
  return { headers: { ...(batch ? locationOf(batch) : {}), ...(isEndless ? { connection: 'close' } : {}) } };
}
