/** What is left when all rests, from reads: one `rest` note a job, one `rest.farm` note for all. The checker holds both against what was promised. */
import { LANES } from '@reelyard/contracts';
import { type Ledger } from '../ledger.ts';
import { jobFacts } from './descriptions.ts';
import { type Recorder } from './recorder.ts';

export type AuditedLedger = Pick<Ledger, 'findJob' | 'listTasks' | 'listEvents'>;

export async function auditJob(
  ledger: AuditedLedger,
  recorder: Recorder,
  ref: { tenant: string; job: string },
): Promise<void> {
  const [job, tasks, events] = await Promise.all([
    ledger.findJob(ref.tenant, ref.job),
    ledger.listTasks(ref.job),
    ledger.listEvents(ref.job),
  ]);
  recorder.note('rest', {
    ref,
    ...jobFacts(job),
    tasks: tasks.map(({ n, state, epoch }) => [n, state, epoch]),
    events: events.map(({ seq, type }) => [seq, type]),
  });
}

export type NominatingLedger = Pick<
  Ledger,
  | 'findDueEmits'
  | 'countWaiting'
  | 'findLeased'
  | 'findOverdue'
  | 'findUnblockable'
  | 'findDueEvents'
  | 'findDueDeliveries'
>;

/** What the ledger cannot know; what is absent is not judged. */
export interface AroundLedger {
  /** In all lanes, visible or not. */
  messages?: number;
  /** Machines that run, and how many there are without work. */
  machines?: number;
  floor?: number;
  /** Machines that no pool knows; processes of machines and attempts that are gone; multipart uploads under way. */
  orphans?: number;
  processes?: number;
  uploads?: number;
}

/** Rows in every index of the ledger. */
export interface LeftInIndexes {
  emits: number;
  waiting: number;
  leased: number;
  duties: number;
  events: number;
  deliveries: number;
}

const MOST = 1_000;
/** Whatever is due one day. */
const FAR_MS = 10 * 365 * 86_400_000;

/** All of nothing when jobs, tasks, events and deliveries rest. Indexes lag: who asks right after the last write asks again. */
export async function countLeft(ledger: NominatingLedger, now: number): Promise<LeftInIndexes> {
  const [emits, leased, overdue, unblockable, events, deliveries, ...waiting] = await Promise.all([
    ledger.findDueEmits(now + FAR_MS, MOST),
    ledger.findLeased(MOST),
    ledger.findOverdue(now, MOST),
    ledger.findUnblockable(MOST),
    ledger.findDueEvents(now + FAR_MS, MOST),
    ledger.findDueDeliveries(now + FAR_MS, MOST),
    ...LANES.map((lane) => ledger.countWaiting(lane)),
  ]);
  return {
    ...{ emits: emits.length, leased: leased.length, duties: overdue.length + unblockable.length },
    ...{ events: events.length, deliveries: deliveries.length },
    waiting: waiting.reduce((sum, count) => sum + count, 0),
  };
}

/**
 * Notes what is left of a whole farm, for L2, L3 and L4.
 * @param around counted by who runs the farm, right before
 */
export async function auditFarm(
  ledger: NominatingLedger,
  recorder: Recorder,
  now: number,
  around: AroundLedger = {},
): Promise<LeftInIndexes> {
  const left = await countLeft(ledger, now);
  recorder.note('rest.farm', { ...left, ...around });
  return left;
}
