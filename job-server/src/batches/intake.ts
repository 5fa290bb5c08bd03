/**
 * Takes the rows of one request in. Best effort: each row is submitted as soon as it was read; a request that takes longer than a client waits for an answer
 * has the rest of its rows kept, and they are submitted after it. All or nothing: each is checked and kept, and the end of the body decides. Invariant: while rows are taken in, this server holds the batch by a lease that it renews; whoever finds the lease run out ends the batch as
 * incomplete, and the next renewal here ends the intake. What is under way when it ends has come to its own end before the batch changes hands.
 */
import { without } from '../core/without.ts';
import { type Batch, type RowError } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { record } from '../log-events.ts';
import { BatchFault } from './batch-fault.ts';
import { type BodyChunks } from './body-chunks.ts';
import { type BatchPorts, leaseMsOf, renewMs, renewRows, rowsAtOnce } from './ports.ts';
import { type RowReading } from './row-reading.ts';
import { type RowWindow, createRowWindow } from './row-window.ts';
import { type Spool, createSpool, removeSpool } from './spool.ts';
import { type RowResult, createRowSubmitter, isPassing } from './submit-row.ts';

export interface RowProblem {
  readonly row: number;
  readonly line?: number;
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export type IntakeEnd =
  /** `accepted`, `submitting` or `rejected`. */
  | { readonly kind: 'whole'; readonly batch: Batch }
  | { readonly kind: 'fault'; readonly batch: Batch; readonly fault: BatchFault }
  /** Somebody else holds the batch, or it was canceled. */
  | { readonly kind: 'stopped'; readonly batch: Batch | undefined };

/** The text of the first reply, from the batch as it will be and the problems of its rows. */
export type TellReply = (batch: Batch, problems: readonly RowProblem[]) => string;

/** Load balancers give up on a connection on which nothing has moved for 60 s, and rows wait where they see nothing move. */
const directMs = 20_000;
const burstMs = 1_000;

class Stopped extends Error {}

export class Intake {
  readonly #ports: BatchPorts;
  readonly #window: RowWindow;
  readonly #isDirect: boolean;
  readonly #spool: Spool;
  readonly #startedAt: number;
  readonly #problems: RowProblem[] = [];
  #batch: Batch;
  #keptAt = Number.NEGATIVE_INFINITY;
  #received = 0;
  #accepted = 0;
  #rejected = 0;
  #renewedAt: number;
  #renewedRow = 0;

  constructor(batch: Batch, ports: BatchPorts) {
    this.#batch = batch;
    this.#ports = ports;
    this.#startedAt = ports.clock.monotonic();
    this.#renewedAt = this.#startedAt;
    this.#isDirect = batch.mode === 'best-effort';
    const submitter = createRowSubmitter(batch, ports);
    this.#spool = createSpool(batch, ports.storage);
    const check = async (row: RowReading): Promise<RowResult> => {
      const result = await submitter.check(row);
      // Once a row is refused, none will be submitted.
      if (result.kind === 'accepted' && this.#rejected === 0) await this.#spool.add(row);
      return result;
    };
    const work = this.#isDirect ? (row: RowReading): Promise<RowResult> => submitter.submit(row) : check;
    this.#window = createRowWindow(rowsAtOnce, work, (row, result) => this.#note(row, result), ports.clock);
  }

  async run(rows: AsyncIterable<RowReading>, body: Pick<BodyChunks, 'digest'>, tell: TellReply): Promise<IntakeEnd> {
    try {
      for await (const row of rows) await this.#take(row);
      await this.#window.settled();
      this.#window.check();
      return { kind: 'whole', batch: await this.#finish(body.digest(), tell) };
    } catch (error) {
      await this.#window.settled();
      if (error instanceof Stopped) return this.#letGo();
      const fault = faultOf(error);
      if (fault === undefined) {
        await this.#giveUp(new BatchFault('internal', 'the server has a bug')).catch(() => undefined);
        throw error;
      }
      return this.#giveUp(fault);
    }
  }

  async #take(row: RowReading): Promise<void> {
    if (row.row > apiLimits.batchRows) {
      throw new BatchFault(
        'body_too_large',
        `a batch may have ${apiLimits.batchRows} rows; send the rest as another one`,
      );
    }
    this.#received = row.row;
    await (this.#mustWait(row) ? this.#spool.add(row) : this.#window.give(row));
    const isDue = this.#ports.clock.monotonic() - this.#renewedAt >= renewMs || row.row - this.#renewedRow >= renewRows;
    if (!isDue) return;
    this.#renewedAt = this.#ports.clock.monotonic();
    this.#renewedRow = row.row;
    await this.#write({ nextAt: this.#ports.clock.now() + leaseMsOf(this.#ports) });
  }

  /** Of a request that already takes long: a client that is slow itself finds room for each of its rows. */
  #mustWait(row: RowReading): boolean {
    const now = this.#ports.clock.monotonic();
    if (!this.#isDirect || now - this.#startedAt < directMs) return false;
    // In a burst all are kept: what is submitted meanwhile would hold the reading up.
    const mustWait = now - this.#keptAt < burstMs || this.#window.isFull(row);
    if (mustWait) this.#keptAt = now;
    return mustWait;
  }

  #note({ row, line }: RowReading, result: RowResult): void {
    if (result.kind === 'accepted') {
      this.#accepted += 1;
      return;
    }
    this.#rejected += 1;
    const place = { row, ...(line === undefined ? {} : { line }) };
    const own = listItems(result.error).map((item) => ({ ...place, ...item }));
    this.#problems.push(...own.slice(0, apiLimits.batchErrors - this.#problems.length));
  }

  /** @throws Stopped when somebody else wrote the batch. */
  async #write(change: Partial<Batch>): Promise<Batch> {
    const counts = {
      received: this.#received,
      accepted: this.#isDirect ? this.#accepted : 0,
      rejected: this.#rejected,
    };
    const after = { ...this.#batch, ...counts, updatedAt: this.#ports.clock.now(), ...change };
    const written = await this.#ports.ledger.updateBatch(this.#batch, after);
    if (written === undefined) throw new Stopped();
    this.#batch = written;
    return written;
  }

  async #finish(digest: string, tell: TellReply): Promise<Batch> {
    const parts = await this.#spool.close();
    const base = without(this.#batch, 'nextAt');
    const counts = { received: this.#received, rejected: this.#rejected };
    const now = this.#ports.clock.now();
    const end = this.#endOf(parts, now);
    const accepted = this.#isDirect ? this.#accepted : 0;
    const after: Batch = { ...base, ...counts, accepted, updatedAt: now, digest, ...end };
    const problems = this.#problems.toSorted((a, b) => a.row - b.row);
    const written = await this.#ports.ledger.updateBatch(this.#batch, { ...after, reply: tell(after, problems) });
    if (written === undefined) throw new Stopped();
    this.#batch = written;
    if (end.state === 'rejected') await removeSpool(written, parts, this.#ports.storage).catch(() => undefined);
    this.#tellLog();
    return written;
  }

  #endOf(parts: number, now: number): Pick<Batch, 'state' | 'parts' | 'cursor' | 'nextAt' | 'because'> {
    if (this.#isDirect && parts === 0) return { state: 'accepted' };
    if (this.#isDirect || this.#rejected === 0) return { state: 'submitting', parts, cursor: 0, nextAt: now };
    const detail = `${this.#rejected} of ${this.#received} rows are not valid, so none was submitted`;
    return { state: 'rejected', because: { code: 'batch_rejected', detail } };
  }

  async #giveUp(fault: BatchFault): Promise<IntakeEnd> {
    const base = without(this.#batch, 'nextAt');
    this.#batch = base;
    try {
      const because = { code: fault.code, detail: fault.message };
      const batch = await this.#write({ state: 'incomplete', because });
      this.#tellLog();
      return { kind: 'fault', batch, fault };
    } catch (error) {
      if (error instanceof Stopped) return this.#letGo();
      // The ledger is away: the lease runs out, and the sweep of batches says so.
      if (isPassing(error)) return { kind: 'fault', batch: base, fault };
      throw error;
    }
  }

  /** A cancel waits until nothing is under way here. */
  async #letGo(): Promise<IntakeEnd> {
    const { ledger, clock } = this.#ports;
    const batch = await ledger.findBatch(this.#batch.tenant, this.#batch.id);
    if (batch?.state !== 'canceling' || batch.nextAt === undefined) return { kind: 'stopped', batch };
    const now = clock.now();
    const counts = {
      received: this.#received,
      accepted: this.#isDirect ? this.#accepted : 0,
      rejected: this.#rejected,
    };
    const written = await ledger.updateBatch(batch, { ...batch, ...counts, updatedAt: now, nextAt: now });
    return { kind: 'stopped', batch: written ?? batch };
  }

  #tellLog(): void {
    const { id, tenant, state, received, accepted, rejected } = this.#batch;
    record(this.#ports.log, 'batch.received', { batchId: id, tenantId: tenant, state, received, accepted, rejected });
  }
}

const listItems = ({ code, detail, errors }: RowError): Omit<RowProblem, 'row' | 'line'>[] =>
  errors.length > 0 ? errors : [{ pointer: '', code, detail }];

function faultOf(error: unknown): BatchFault | undefined {
  if (error instanceof BatchFault) return error;
  if (!isPassing(error)) return undefined;
  const detail = 'something the server needs did not answer; send the batch again with its Idempotency-Key';
  return new BatchFault('dependency_unavailable', detail, [], { cause: error });
}
