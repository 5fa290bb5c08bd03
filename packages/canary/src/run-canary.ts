/**
 * One run: look whether the farm is awake → submit → wait → fetch → judge → report. Invariant: each run that ends reports `canary.failed`, as 0 or
 * 1, so that no report at all means that nobody sings; and it ends within its budget.
 */
import { type Metric } from '@reelyard/runtime';
import { decideVisit, type FailureCode, findFault, type JobSight, judgeJob } from './core/index.ts';
import { type Answer, type Canary, type Limits } from './ports.ts';

export type CanaryEnd =
  | { kind: 'skipped'; because: string }
  | { kind: 'succeeded'; jobId: string; seconds: number }
  | { kind: 'failed'; code: FailureCode; because: string; jobId?: string; seconds: number };

type Failure = Extract<CanaryEnd, { kind: 'failed' }>;

/** Where a run stands: instants of the monotonic clock. */
interface Run {
  canary: Canary;
  slot: string;
  limits: Limits;
  startedAt: number;
}

/** @throws what made it impossible to try, after it was reported as `broken` */
export async function runCanary(canary: Canary, slot: string, limits: Limits): Promise<CanaryEnd> {
  const at = canary.clock.now();
  const run: Run = { canary, slot, limits, startedAt: canary.clock.monotonic() };
  try {
    const end = await sing(run);
    report(run, end, at);
    return end;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    report(run, failure(run, 'broken', because), at);
    throw error;
  }
}

async function sing(run: Run): Promise<CanaryEnd> {
  const { canary, slot } = run;
  // Also before a skip: that the key is missing is told on the day of the deployment, not when the first machine comes.
  await canary.api.authorize();
  const visit = decideVisit(await canary.listInstances());
  if (visit.kind === 'skip') return { kind: 'skipped', because: visit.because };
  const submitted = await submit(run);
  if (submitted.kind !== 'answered') return failure(run, submitted.kind, submitted.because);
  const { id } = submitted.value;
  canary.log('canary.submitted', { slot, jobId: id, machines: visit.machines });
  return follow(run, submitted.value);
}

/** As a good client does: an API that is away for a moment is asked again, with the same key. */
async function submit(run: Run): Promise<Answer<JobSight>> {
  const { canary, slot, limits } = run;
  for (;;) {
    const answer = await canary.api.submit(`canary-${slot}`);
    if (answer.kind !== 'unreachable' || spentMs(run) + limits.pollMs > limits.submitMs) return answer;
    await canary.clock.sleep(limits.pollMs);
  }
}

async function follow(run: Run, submitted: JobSight): Promise<CanaryEnd> {
  const { canary, limits } = run;
  let job = submitted;
  let silence = '';
  for (;;) {
    const verdict = judgeJob(job);
    if (verdict.kind === 'fetch') return fetchResult(run, job.id, verdict.artifact);
    if (verdict.kind === 'failed') return failure(run, verdict.code, verdict.because, job.id);
    if (spentMs(run) + limits.pollMs > limits.budgetMs) return giveUp(run, job, silence);
    await canary.clock.sleep(limits.pollMs);
    const answer = await canary.api.find(job.id);
    if (answer.kind === 'refused') return failure(run, 'refused', answer.because, job.id);
    silence = answer.kind === 'unreachable' ? answer.because : '';
    if (answer.kind === 'answered') job = answer.value;
  }
}

/** A job that nobody waits for any more must not be rendered: the next run has one of its own. */
async function giveUp(run: Run, job: JobSight, silence: string): Promise<Failure> {
  const { canary, limits } = run;
  const canceled = await canary.api.cancel(job.id);
  if (canceled.kind !== 'answered')
    canary.log('canary.not-canceled', { slot: run.slot, jobId: job.id, because: canceled.because });
  const where = silence === '' ? `the job is ${job.state}, ${job.phase ?? 'no phase'}` : silence;
  return failure(run, 'late', `no video after ${limits.budgetMs / 1_000} s: ${where}`, job.id);
}

async function fetchResult(run: Run, jobId: string, artifact: Parameters<typeof findFault>[0]): Promise<CanaryEnd> {
  const answer = await run.canary.api.fetch(artifact.url);
  if (answer.kind !== 'answered') return failure(run, 'bad-result', answer.because, jobId);
  const fault = findFault(artifact, answer.value);
  if (fault !== undefined) return failure(run, 'bad-result', fault, jobId);
  return { kind: 'succeeded', jobId, seconds: spentMs(run) / 1_000 };
}

function failure(run: Run, code: FailureCode, because: string, jobId?: string): Failure {
  return { kind: 'failed', code, because, seconds: spentMs(run) / 1_000, ...(jobId === undefined ? {} : { jobId }) };
}

function spentMs({ canary, startedAt }: Run): number {
  return canary.clock.monotonic() - startedAt;
}

/** At the instant of the start: runs are a quarter of an hour apart then, however long each took. */
function report({ canary, slot }: Run, end: CanaryEnd, at: number): void {
  const { kind, ...fields } = end;
  canary.log(`canary.${kind}`, { slot, ...fields });
  canary.measure(metricsOf(end), at, { slot, ...fields });
}

function metricsOf(end: CanaryEnd): Metric[] {
  const counts: Metric[] = [
    { name: 'canary.failed', value: Number(end.kind === 'failed'), unit: 'Count' },
    { name: 'canary.skipped', value: Number(end.kind === 'skipped'), unit: 'Count' },
  ];
  if (end.kind !== 'succeeded') return counts;
  return [...counts, { name: 'canary.e2e_seconds', value: end.seconds, unit: 'Seconds' }];
}
