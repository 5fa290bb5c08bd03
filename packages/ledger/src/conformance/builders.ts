/** Builders with one override per test. */
import { type Lane, type PlannedTask, type TaskFailure, type TaskRef } from '@reelyard/contracts';
import { type Ledger, type Lease, type NewJob } from '../ledger.ts';

/** A fixed instant: the ledger reads no clock, so no test needs one. */
export const NOW = 1_760_000_000_000;
export const MINUTE = 60_000;
export const AGENT = { owner: 'i-1/1000', agentVersion: 1 };
const FEATURES = { engine: 'reel', frames: 300, pixels: 1280 * 720 };

/** `segments` render tasks, and an assembly when there are several. */
export function tasksOf(segments: number): PlannedTask[] {
  const renders = Array.from({ length: segments }, (_, n): PlannedTask => {
    return { kind: 'render', range: { firstFrame: n * 300, frameCount: 300 }, features: FEATURES };
  });
  return segments === 1 ? renders : [...renders, { kind: 'assemble', features: FEATURES }];
}

let count = 0;
/** Ids that sort by creation, as ULIDs do. */
export function jobId(): string {
  count += 1;
  return `job_01K${String(count).padStart(23, '0')}`;
}

export function aJob(override: Partial<NewJob> & { segments?: number } = {}): NewJob {
  const { segments = 1, ...rest } = override;
  return {
    tenant: 'acme',
    id: jobId(),
    lane: 'standard',
    payload: { engine: 'reel', composition: { scenes: [1, 'two', null, { three: true }] } },
    tasks: tasksOf(segments),
    notBefore: NOW,
    deadlineAt: NOW + 60 * MINUTE,
    minAgentVersion: 1,
    ...rest,
  };
}

export const refOf = (job: NewJob, n = 0): TaskRef => ({ tenant: job.tenant, job: job.id, n });
export const idOf = (job: NewJob): { tenant: string; job: string } => ({ tenant: job.tenant, job: job.id });

export function anIdempotency(
  override: Partial<NonNullable<NewJob['idempotency']>> = {},
): NonNullable<NewJob['idempotency']> {
  const reply = { status: 202, body: '{"id":"job"}\n', location: '/v1/jobs/job' };
  return {
    key: `key-${jobId()}`,
    route: 'POST /v1/jobs',
    fingerprint: 'same',
    reply,
    expiresAt: NOW + 72 * 60 * MINUTE,
    ...override,
  };
}

export const aFailure = (override: Partial<TaskFailure> = {}): TaskFailure => ({
  class: 'engine',
  code: 'engine_failed',
  message: 'exit code 10',
  ...override,
});

export const anArtifact = (
  name = 'video',
): { name: string; key: string; contentType: string; bytes: number; sha256: string } => ({
  name,
  key: `artifacts/${name}.mp4`,
  contentType: 'video/mp4',
  bytes: 1_234,
  sha256: 'ab'.repeat(32),
});

export async function submitted(ledger: Ledger, override: Parameters<typeof aJob>[0] = {}): Promise<NewJob> {
  const job = aJob(override);
  await ledger.submit(job, NOW);
  return job;
}

/** Claims, or throws with the reason: for tests about what comes after. */
export async function claimed(ledger: Ledger, ref: TaskRef, now = NOW, by = AGENT): Promise<Lease> {
  const outcome = await ledger.claim(ref, by, now);
  if (outcome.kind !== 'claimed') throw new Error(`claim was refused: ${outcome.because}`);
  return outcome.lease;
}

/** Rings every doorbell that is due. */
export async function rung(ledger: Ledger, now = NOW): Promise<number> {
  return (await ledger.markQueued(await ledger.findDueEmits(now, 1_000), now)).queued;
}

/** Every segment done; the assembly is still blocked. */
export async function segmentsDone(ledger: Ledger, job: NewJob): Promise<void> {
  for (const [n, { kind }] of job.tasks.entries()) {
    if (kind === 'render') await ledger.complete(await claimed(ledger, refOf(job, n)), [anArtifact('segment')], NOW);
  }
}

export const LANE: Lane = 'standard';
