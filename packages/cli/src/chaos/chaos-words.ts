/** The verdict of a run for people. Pure. */
import { type ChaosResult } from './chaos-result.ts';
import { type Spread } from './recovery.ts';

export function toWords(result: ChaosResult): string {
  const { jobs, states, lost, duplicates, cancelViolations, untold, refused, faults, recovery, invariants, attempts } =
    result;
  return [
    `\n${jobs} jobs in ${result.seconds} s: ${counts(states)} · lost ${lost} · duplicates ${duplicates} · cancel violations ${cancelViolations} · never told ${untold}`,
    `faults       ${counts(faults)}`,
    `transitions  ${counts(invariants.transitions)}`,
    `recovery     silent ${spread(recovery.silent)}; with notice ${spread(recovery.noticed)}`,
    `             every job had ended ${recovery.allEndedSeconds} s after the last fault; a killed job server answered after ${recovery.jobServerSeconds} s at most`,
    `attempts     burnt ${attempts.burnt.length} · handed back ${attempts.infra} · leases lost ${attempts.leaseLost}${failures(result)}`,
    `history      ${invariants.lines} lines in ${result.history}`,
    ...refused.map((what) => `✗ never accepted: ${what}`),
    ...attempts.burnt.map((what) => `✗ an interruption used up an attempt: ${what}`),
    ...result.missing.map((what) => `✗ ${what}: the run does not prove what it has to`),
    ...invariants.violations.flatMap(({ invariant, because, lines }) => [
      `✗ ${invariant}: ${because}`,
      ...lines.map((line) => `    ${line}`),
    ]),
    result.ok ? '✓ every promise was kept' : '✗ a promise was broken, or was not put to the test',
    `Again: ${result.again}`,
  ].join('\n');
}

function spread({ samples, p50Seconds, p95Seconds, p99Seconds, maxSeconds }: Spread): string {
  if (samples === 0) return 'none';
  return `${samples} tasks, p50 ${p50Seconds} s, p95 ${p95Seconds} s, p99 ${p99Seconds} s, at most ${maxSeconds} s`;
}

function failures({ failedByFaults }: ChaosResult): string {
  const words = counts(failedByFaults);
  return words === '' ? '' : ` · jobs failed by faults alone: ${words}`;
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, times]) => `${name} ${times}`)
    .join(' · ');
}
