/** A verdict for people: what was seen, then what was broken and which lines prove it. Pure. */
import { INVARIANTS } from '@reelyard/ledger/history';
import { type CheckResult } from './check-histories.ts';

export function toWords(result: CheckResult): string {
  const { files, lines, operations, transitions, faults, violations, violated, missing } = result;
  const calls = Object.values(operations).reduce((sum, { invoke }) => sum + invoke, 0);
  const unknown = Object.values(operations).reduce((sum, count) => sum + count.unknown, 0);
  return [
    `${files} histories, ${lines} lines, ${calls} operations, ${unknown} of unknown outcome`,
    `transitions  ${counts(transitions)}`,
    `faults       ${counts(faults) || 'none'}`,
    ...violations.flatMap(({ invariant, because, lines: places }) => [
      `✗ ${invariant} ${INVARIANTS[invariant] ?? ''}: ${because}`,
      ...places.map((place) => `    ${place}`),
    ]),
    ...more(violated, violations.length),
    ...missing.map((what) => `✗ ${what}: the run proves nothing about it`),
    result.ok ? `✓ every invariant holds: ${Object.keys(INVARIANTS).join(' ')}` : '✗ the history does not hold',
  ].join('\n');
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, times]) => `${name} ${times}`)
    .join(' · ');
}

function more(violated: Readonly<Record<string, number>>, told: number): string[] {
  const all = Object.values(violated).reduce((sum, count) => sum + count, 0);
  return all > told ? [`  and ${all - told} more: ${counts(violated)}`] : [];
}
