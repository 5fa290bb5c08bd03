/** From what happened to the verdict of a run. Pure. */
import { type CheckResult } from '../check/check-histories.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import { type Recovery } from './recovery.ts';
import { type ChaosOptions, type Fought } from './chaos-run.ts';
import { type Needs, type Scenario } from './scenario.ts';

export interface ChaosResult {
  ok: boolean;
  plan: string;
  seed: number;
  jobs: number;
  /** From the start of the farm to the verdict. */
  seconds: number;
  states: Record<string, number>;
  /** Accepted and not found, or not ended when time was up. */
  lost: number;
  /** Repeated requests that made a second job. */
  duplicates: number;
  /** Jobs that were canceled and succeeded, or went on. */
  cancelViolations: number;
  /** Jobs whose end the receiver of webhooks was never told. */
  untold: number;
  /** Requests that were never accepted. */
  refused: string[];
  /** Jobs that failed by the faults alone: error code → how many. */
  failedByFaults: Record<string, number>;
  attempts: {
    /** Attempts of sound engines that were used up: none may be. */
    burnt: string[];
    infra: number;
    leaseLost: number;
  };
  /** Kind → how often it really happened. */
  faults: Record<string, number>;
  recovery: Recovery & {
    /** From the end of the last fault to the end of the last job. */
    allEndedSeconds: number;
    /** Killed to answering, the slowest. */
    jobServerSeconds: number;
  };
  invariants: Pick<CheckResult, 'lines' | 'transitions' | 'violated' | 'violations'>;
  /** What the run had to show and did not. */
  missing: string[];
  /** The command that plans the same jobs and faults. */
  again: string;
  history: string;
}

export interface Seen extends Fought {
  check: CheckResult;
  recovered: Recovery;
  seconds: number;
  history: string;
}

export function judge(options: ChaosOptions, { needs }: Scenario, seen: Seen): ChaosResult {
  const { check, states, duplicates, untold, refused, burnt, failedByFaults, interruptions } = seen;
  const { lines, transitions, violated, violations } = check;
  const lost = seen.open.length + (states['missing'] ?? 0);
  const missing = [...check.missing, ...findUnmet(needs, seen)];
  return {
    ok:
      check.ok &&
      [duplicates, untold.length, refused.length, burnt.length, missing.length].every((n) => n === 0) &&
      lost === 0,
    ...{ plan: options.plan, seed: options.seed, jobs: options.jobs, seconds: seen.seconds },
    ...{
      states,
      lost,
      duplicates,
      cancelViolations: violated['S4'] ?? 0,
      untold: untold.length,
      refused,
      failedByFaults,
    },
    attempts: { burnt, ...interruptions },
    faults: seen.counts,
    recovery: {
      ...seen.recovered,
      allEndedSeconds: toSeconds(seen.allEndedMs),
      jobServerSeconds: toSeconds(Math.max(0, ...seen.serverBackMs)),
    },
    invariants: { lines, transitions, violated, violations },
    missing,
    again: againOf(options),
    history: seen.history,
  };
}

function findUnmet(needs: Needs, seen: Seen): string[] {
  const { check, recovered, failedByFaults } = seen;
  const rare = Object.entries(check.faults)
    .filter(([, times]) => times > 0 && times < needs.leastOfEach)
    .map(([kind, times]) => `fault ${kind} happened ${times} times, ${needs.leastOfEach} are needed`);
  const failed = needs.allSucceed
    ? Object.entries(failedByFaults).map(([code, jobs]) => `${jobs} jobs failed: ${code}`)
    : [];
  return [...rare, ...failed, ...findSlow(needs.recovery, recovered)];
}

function findSlow(wanted: Needs['recovery'], { silent, noticed }: Recovery): string[] {
  if (!wanted) return [];
  const claims: [boolean, string][] = [
    [
      silent.samples >= wanted.samples,
      `${silent.samples} tasks were interrupted silently, ${wanted.samples} are needed`,
    ],
    [
      noticed.samples >= wanted.samples,
      `${noticed.samples} tasks were interrupted with notice, ${wanted.samples} are needed`,
    ],
    [silent.p99Seconds <= wanted.silentP99Seconds, `recovery from silent death took ${silent.p99Seconds} s (p99)`],
    [noticed.p95Seconds <= wanted.noticedP95Seconds, `recovery from a notice took ${noticed.p95Seconds} s (p95)`],
  ];
  return claims.flatMap(([holds, words]) => (holds ? [] : [words]));
}

function againOf({ plan, jobs, seed, faults, timers }: ChaosOptions): string {
  const which = plan === 'storm' ? '' : ` --plan ${plan}`;
  const kinds = plan !== 'storm' || faults.length === FAULT_KINDS.length ? '' : ` --faults ${faults.join(',')}`;
  return `npx reelyard chaos --jobs ${jobs} --seed ${seed}${which}${kinds}${timers ? ` --timers ${timers}` : ''}`;
}

const toSeconds = (ms: number): number => Math.round(ms / 100) / 10;
