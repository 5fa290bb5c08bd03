/** A ledger that records what it is asked and what it answers, and changes neither. Reads that prove nothing are not recorded. */
import { type Ledger } from '../ledger.ts';
import { isUnsure } from '../shell/view.ts';
import { DESCRIPTIONS, type RecordedOp } from './descriptions.ts';
import { type Answer, type Recorder } from './recorder.ts';
import { type HistoryFacts } from './line.ts';

const tell = (answer: Answer, value: unknown): Answer =>
  answer.phase === 'fail' && isUnsure(value) ? { ...answer, phase: 'unknown' } : answer;

interface Loose {
  asked(...args: unknown[]): HistoryFacts;
  answered(value: unknown): Answer;
}

export function recordHistory(ledger: Ledger, recorder: Recorder | undefined): Ledger {
  if (recorder === undefined) return ledger;
  const recorded = Object.keys(DESCRIPTIONS).map((op) => [op, around(ledger, op as RecordedOp, recorder)]);
  return { ...ledger, ...(Object.fromEntries(recorded) as Pick<Ledger, RecordedOp>) };
}

function around(ledger: Ledger, op: RecordedOp, recorder: Recorder): (...args: unknown[]) => Promise<unknown> {
  const description = DESCRIPTIONS[op] as unknown as Loose;
  const call = ledger[op] as unknown as (...args: unknown[]) => Promise<unknown>;
  return (...args) =>
    recorder.around(
      op,
      description.asked(...args),
      () => call(...args),
      (value) => tell(description.answered(value), value),
    );
}
