/** The verdict of a run for people. Pure. */
import { type ChaosResult } from './run-chaos.ts';

export function toWords(result: ChaosResult): string {
  const { jobs, states, lost, duplicates, cancelViolations, refused, faults, recovery, invariants } = result;
  return [
    `\n${jobs} jobs: ${counts(states)} · lost ${lost} · duplicates ${duplicates} · cancel violations ${cancelViolations}`,
    `faults       ${counts(faults)}`,
    `transitions  ${counts(invariants.transitions)}`,
    `recovery     every job had ended ${recovery.allEndedSeconds} s after the last fault; a killed job server answered after ${recovery.jobServerSeconds} s at most`,
    `history      ${invariants.lines} lines in ${result.history}`,
    ...refused.map((what) => `✗ never accepted: ${what}`),
    ...invariants.missing.map((what) => `✗ ${what}: the run proves nothing about it`),
    ...invariants.violations.flatMap(({ invariant, because, lines }) => [
      `✗ ${invariant}: ${because}`,
      ...lines.map((line) => `    ${line}`),
    ]),
    result.ok ? '✓ every promise was kept' : '✗ a promise was broken',
    `Again: ${result.again}`,
  ].join('\n');
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, times]) => `${name} ${times}`)
    .join(' · ');
}
