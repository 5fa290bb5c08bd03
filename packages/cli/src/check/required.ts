/** What has to have happened for a run to prove anything: rows of the protocol, kinds of fault, or all of either. */
import { TRANSITION_ROWS, type Verdict } from '@reelyard/ledger/history';
import { CommandError, EXIT } from '../exit-code.ts';

/** Rows that a run of a farm makes by itself; T12 needs a deadline that passes, T13 an operator, T10 three dead instances. */
export const USUAL_ROWS = TRANSITION_ROWS.filter((row) => !['T10', 'T12', 'T13'].includes(row));

/** @returns what was asked for and never happened, in words */
export function findMissing(required: readonly string[], { transitions, faults }: Verdict): string[] {
  return required.flatMap((name) => {
    if (name === 'transitions') return missingOf(USUAL_ROWS, transitions, 'transition');
    if (name === 'faults') return missingFaults(faults);
    if (/^T\d+b?$/.test(name)) return missingOf([readRow(name)], transitions, 'transition');
    return missingOf([name], faults, 'fault');
  });
}

function missingFaults(faults: Verdict['faults']): string[] {
  const kinds = Object.keys(faults);
  return kinds.length === 0 ? ['no fault was ever injected'] : missingOf(kinds, faults, 'fault');
}

function missingOf(names: readonly string[], counts: Readonly<Record<string, number>>, what: string): string[] {
  return names.filter((name) => (counts[name] ?? 0) === 0).map((name) => `${what} ${name} never happened`);
}

function readRow(name: string): string {
  if (name in Object.fromEntries(TRANSITION_ROWS.map((row) => [row, row]))) return name;
  throw new CommandError(EXIT.usage, `--require ${name}: rows are ${TRANSITION_ROWS.join(', ')}`);
}
