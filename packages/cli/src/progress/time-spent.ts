/** Where the time of a job went, from the instants that ledger and fleet recorded. Pure. */
import { type Instance, type Job, type Task } from '@reelyard/contracts';

export interface Span {
  what: string;
  seconds: number;
}

export interface TimeSpentInput {
  job: Job;
  tasks: readonly Task[];
  /** The instance that rendered first, when it was booted for this job. */
  instance: Instance | undefined;
  /** Farm start before the submit, in milliseconds. */
  farmMs: number;
}

/** Consecutive spans from farm start to the end of the job; spans that did not occur are left out. */
export function timeSpent({ job, tasks, instance, farmMs }: TimeSpentInput): Span[] {
  const claimedAt = job.startedAt ?? job.endedAt;
  const endedAt = job.endedAt;
  const boot = instance && instance.boot.launchedAt >= job.createdAt ? instance.boot : undefined;
  const marks: [what: string, until: number | undefined][] = [
    ['scaler raised capacity', boot?.launchedAt],
    ['instance booted to SSM online', boot?.ssmOnlineAt],
    ['bootstrap: fetch, verify, install, smoke render', boot?.readyAt],
    [boot ? 'agent started and claimed' : 'waited for an agent', claimedAt],
    [
      tasks.length > 1 ? `rendered ${tasks.length} tasks, verified, published` : 'rendered, verified, published',
      endedAt,
    ],
  ];
  const spans: Span[] = [{ what: 'farm came up', seconds: farmMs / 1_000 }];
  let from = job.createdAt;
  for (const [what, until] of marks) {
    if (until === undefined) continue;
    spans.push({ what, seconds: Math.max(0, until - from) / 1_000 });
    from = Math.max(from, until);
  }
  return spans;
}

export function formatSpans(spans: readonly Span[]): string {
  const total = spans.reduce((sum, span) => sum + span.seconds, 0);
  const width = Math.max(...spans.map((span) => span.what.length));
  const rows = [...spans, { what: 'total', seconds: total }].map(
    ({ what, seconds }) => `  ${what.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s`,
  );
  return rows.join('\n');
}
