/** Writes the lines of one process. Invariant: an `invoke` is written before what it tells of is sent. */
import { isFarmError } from '@reelyard/contracts';
import { createHash } from 'node:crypto';
import { type HistoryFacts, type HistoryLine, type Phase } from './line.ts';

/** Takes a line; it is durable when this returns. */
export type HistorySink = (line: HistoryLine) => void;

export interface Answer {
  /** `unknown`: refused, and an earlier try of it may have landed. */
  phase: 'ok' | 'fail' | 'unknown';
  facts?: HistoryFacts;
}

export interface Recorder {
  note(op: string, facts: HistoryFacts): void;
  /** Runs the call between its two lines. A throttled call had no effect; any other error leaves that open. */
  around<T>(op: string, asked: HistoryFacts, call: () => Promise<T>, answered: (value: T) => Answer): Promise<T>;
}

export function createRecorder(process: string, sink: HistorySink, now: () => number = preciseNow): Recorder {
  let calls = 0;
  const write = (op: string, phase: Phase, facts: HistoryFacts, call?: number): void =>
    sink({ at: now(), process, op, phase, ...(call === undefined ? {} : { call }), ...facts });
  return {
    note: (op, facts) => write(op, 'note', facts),
    around: async (op, asked, run, answered) => {
      const call = (calls += 1);
      write(op, 'invoke', asked, call);
      const { ref, epoch, owner } = asked;
      const who = { ...(ref && { ref }), ...(epoch !== undefined && { epoch }), ...(owner !== undefined && { owner }) };
      try {
        const value = await run();
        const { phase, facts = {} } = answered(value);
        write(op, phase, { ...who, ...facts }, call);
        return value;
      } catch (error) {
        const code = isFarmError(error) ? error.code : 'error';
        write(op, code === 'ledger-throttled' ? 'fail' : 'unknown', { ...who, because: code }, call);
        throw error;
      }
    },
  };
}

/** Of replies and the like: equal bytes, equal digests. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const preciseNow = (): number => Math.round((performance.timeOrigin + performance.now()) * 1_000) / 1_000;
