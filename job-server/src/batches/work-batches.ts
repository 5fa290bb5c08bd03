/**
 * What a batch is owed beside its request: rows of an all-or-nothing batch are submitted, jobs of a canceled one are canceled, and one whose server died is
 * ended. Invariant: each is in the index until it is done, whoever takes it holds it by a lease, and every step may be done twice.
 * Bounded: a turn works off about a thousand rows of a batch and lets the next one come.
 */
import { without } from '../core/without.ts';
import { type Batch } from '@reelyard/contracts';
import { record } from '../log-events.ts';
import { type BatchPorts, leaseMsOf, rowsAtOnce } from './ports.ts';
import { createRowWindow } from './row-window.ts';
import { readPart, removeSpool } from './spool.ts';
import { createRowSubmitter } from './submit-row.ts';

const batchesOfTurn = 20;
const rowsOfTurn = 1_000;
const cancelPage = 200;
const cancelsAtOnce = 16;

export async function workAll(ports: BatchPorts, signal: AbortSignal): Promise<void> {
  let isMore = true;
  while (isMore && !signal.aborted) isMore = await workBatches(ports, signal);
}

/** True when there is more to do at once. */
export async function workBatches(ports: BatchPorts, signal?: AbortSignal): Promise<boolean> {
  let isMore = false;
  for (const { tenant, id } of await ports.ledger.findDueBatches(ports.clock.now(), batchesOfTurn)) {
    if (signal?.aborted === true) return false;
    if (await tryBatch(tenant, id, ports)) isMore = true;
  }
  return isMore;
}

/** What fails with one is no matter of the next; it is due again when its lease has run out. */
async function tryBatch(tenant: string, id: string, ports: BatchPorts): Promise<boolean> {
  try {
    const batch = await take(tenant, id, ports);
    return batch !== undefined && (await workBatch(batch, ports));
  } catch (error) {
    record(ports.log, 'batch.work-failed', { batchId: id, tenantId: tenant, error });
    return false;
  }
}

async function take(tenant: string, id: string, ports: BatchPorts): Promise<Batch | undefined> {
  const { ledger, clock } = ports;
  const batch = await ledger.findBatch(tenant, id);
  const now = clock.now();
  if (batch?.nextAt === undefined || batch.nextAt > now) return undefined;
  return ledger.updateBatch(batch, { ...batch, updatedAt: now, nextAt: now + leaseMsOf(ports) });
}

async function workBatch(batch: Batch, ports: BatchPorts): Promise<boolean> {
  if (batch.state === 'submitting') return submitParts(batch, ports);
  if (batch.state === 'canceling') return cancelJobs(batch, ports);
  const because = { code: 'server_lost', detail: 'the server that read the batch is gone; send it again with its key' };
  const isOwed = batch.state === 'receiving';
  await rest(batch, isOwed ? { state: 'incomplete', because } : {}, ports);
  return false;
}

/** Takes it out of the index. */
async function rest(
  batch: Batch,
  change: Partial<Batch>,
  { ledger, clock, log }: BatchPorts,
): Promise<Batch | undefined> {
  const written = await ledger.updateBatch(batch, { ...without(batch, 'nextAt'), ...change, updatedAt: clock.now() });
  const { id: batchId, tenant: tenantId } = batch;
  if (written) record(log, 'batch.worked', { batchId, tenantId, state: written.state, accepted: written.accepted });
  return written;
}

async function submitParts(taken: Batch, ports: BatchPorts): Promise<boolean> {
  const { ledger, storage, clock } = ports;
  const submitter = createRowSubmitter(taken, ports);
  let batch = taken;
  for (let rows = 0; rows < rowsOfTurn && (batch.cursor ?? 0) < (batch.parts ?? 0);) {
    const readings = await readPart(batch, batch.cursor ?? 0, storage);
    let accepted = 0;
    const window = createRowWindow(
      rowsAtOnce,
      (row) => submitter.submit(row),
      (_, { kind }) => void (accepted += kind === 'accepted' ? 1 : 0),
      clock,
    );
    for (const reading of readings) await window.give(reading);
    await window.settled();
    window.check();
    rows += readings.length;
    const counts = {
      accepted: batch.accepted + accepted,
      rejected: batch.rejected + readings.length - accepted,
      cursor: (batch.cursor ?? 0) + 1,
    };
    const now = clock.now();
    const next = await ledger.updateBatch(batch, {
      ...batch,
      ...counts,
      updatedAt: now,
      nextAt: now + leaseMsOf(ports),
    });
    if (next === undefined) return letGo(batch, ports);
    batch = next;
  }
  if ((batch.cursor ?? 0) < (batch.parts ?? 0)) return giveBack(batch, ports);
  const done = await rest(batch, { state: 'accepted' }, ports);
  if (done === undefined) return letGo(batch, ports);
  await removeSpool(batch, batch.parts ?? 0, storage);
  return false;
}

/** The next turn goes on with it, here or elsewhere. */
async function giveBack(batch: Batch, { ledger, clock }: BatchPorts): Promise<boolean> {
  const now = clock.now();
  await ledger.updateBatch(batch, { ...batch, updatedAt: now, nextAt: now });
  return true;
}

/** It was canceled: now that nothing is under way here, the cancel may begin. */
async function letGo({ tenant, id }: Batch, ports: BatchPorts): Promise<boolean> {
  const batch = await ports.ledger.findBatch(tenant, id);
  return batch?.state === 'canceling' && batch.nextAt !== undefined ? giveBack(batch, ports) : false;
}

async function cancelJobs(taken: Batch, ports: BatchPorts): Promise<boolean> {
  const { ledger, clock, storage } = ports;
  let batch = taken;
  for (let rows = 0; rows < rowsOfTurn; rows += cancelPage) {
    const page = await ledger.listRows(batch.id, batch.cursor ?? 0, cancelPage);
    const jobs = page.flatMap(({ job }) => job ?? []);
    for (let from = 0; from < jobs.length; from += cancelsAtOnce) {
      await Promise.all(jobs.slice(from, from + cancelsAtOnce).map((job) => cancelJob(batch.tenant, job, ports)));
    }
    if (page.length < cancelPage) {
      if (batch.parts !== undefined) await removeSpool(batch, batch.parts, storage);
      await rest(batch, { state: 'canceled' }, ports);
      return false;
    }
    const now = clock.now();
    const change = { cursor: page.at(-1)?.row ?? 0, updatedAt: now, nextAt: now + leaseMsOf(ports) };
    const next = await ledger.updateBatch(batch, { ...batch, ...change });
    if (next === undefined) return false;
    batch = next;
  }
  return giveBack(batch, ports);
}

async function cancelJob(tenant: string, job: string, { ledger, clock }: BatchPorts): Promise<void> {
  const outcome = await ledger.cancel({ tenant, job }, clock.now());
  // At once, as after a cancel of the job itself; the sweeper would do it, too.
  if (outcome.kind === 'canceled') await ledger.voidTasks({ tenant, job }, clock.now());
}
