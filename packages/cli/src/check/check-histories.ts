/** Reads histories and judges them. */
import { HistoryChecker, type HistoryLine, type Verdict } from '@reelyard/ledger/history';
import { listHistories } from './list-histories.ts';
import { mergeHistories } from './merge-histories.ts';
import { findMissing } from './required.ts';

export interface CheckOptions {
  /** `transitions`, `faults`, a row or a kind of fault. */
  required: readonly string[];
  mayBeUnfinished: boolean;
  /** Sees each line in order of time, so that whoever measures needs no second pass. */
  onLine?: (line: HistoryLine) => void;
}

export interface CheckResult extends Verdict {
  ok: boolean;
  files: number;
  /** What was required and never happened, in words. */
  missing: string[];
}

export async function checkHistories(paths: readonly string[], options: CheckOptions): Promise<CheckResult> {
  const files = await listHistories(paths);
  const checker = new HistoryChecker(options);
  for await (const { line, place } of mergeHistories(files)) {
    checker.take(line, place);
    options.onLine?.(line);
  }
  const verdict = checker.finish();
  const missing = findMissing(options.required, verdict);
  return { ok: verdict.violations.length + missing.length === 0, files: files.length, missing, ...verdict };
}
