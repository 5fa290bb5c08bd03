/**
 * What waiting jobs are told from: the scaler's note and the lane's queue. Invariant: however many clients poll, one server reads each of
 * them at most once in two seconds, and a read that fails costs an answer its position or its reason, never the answer.
 */
import { type Lane, findScalerNote } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Outlook, type QueuedTask } from './core/explain-wait.ts';
import { record } from './log-events.ts';
import { type JobStore } from './ports.ts';

export interface OutlookPorts {
  readonly ledger: Pick<JobStore, 'findScaler' | 'findWaiting'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export type FindOutlook = (lane: Lane) => Promise<Outlook>;

const keptMs = 2_000;
/** Positions beyond are not counted. The whole costs the index about 75 read units a second and lane, while a long lane is asked for. */
const countedTasks = 1_000;

export function createOutlook({ ledger, clock, log }: OutlookPorts): FindOutlook {
  const keep = <T>(what: string, read: () => Promise<T>): (() => Promise<T | undefined>) => {
    let kept: { readonly until: number; readonly value: Promise<T | undefined> } | undefined;
    return () => {
      const now = clock.monotonic();
      if (kept === undefined || kept.until <= now) {
        const value = read().catch((error: unknown) => {
          record(log, 'outlook.unread', { what, error });
          return undefined;
        });
        kept = { until: now + keptMs, value };
      }
      return kept.value;
    };
  };
  const queueOf = (lane: Lane): (() => Promise<readonly QueuedTask[] | undefined>) =>
    keep(lane, () => ledger.findWaiting(lane, countedTasks));
  const queues = { express: queueOf('express'), standard: queueOf('standard'), bulk: queueOf('bulk') };
  const word = keep('scaler', async () => {
    const row = await ledger.findScaler();
    return { wroteAt: row?.updatedAt, note: findScalerNote(row?.estimates) };
  });
  return async (lane) => {
    const [queue, scaler] = await Promise.all([queues[lane](), word()]);
    return { queue, isCut: (queue?.length ?? 0) >= countedTasks, scaler };
  };
}
