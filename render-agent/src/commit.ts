/** The one write that ends an attempt: T6 for a result, T7 or T8 for a failure, or nothing when the task is no longer ours. */
import { type Artifact, type TaskFailure } from '@reelyard/contracts';
import { type AttemptOutcome, type Made } from './attempt-outcome.ts';
import { type HeldTask, letGoOf } from './held-task.ts';
import { persist } from './persist.ts';
import { type AttemptTools } from './tools.ts';

/** While it runs, heartbeats go on but no longer decide; `ending` still bounds it to twice the lease time. */
export async function commit(held: HeldTask, made: Made, tools: AttemptTools): Promise<AttemptOutcome> {
  held.isCommitting = true;
  const bound = new AbortController();
  const limit = tools.clock.sleep(2 * tools.times.leaseMs, bound.signal).then(() => bound.abort());
  try {
    return made.kind === 'made'
      ? await complete(held, made.artifacts, tools, bound.signal)
      : await fail(held, made, tools, bound.signal);
  } catch (error) {
    tools.log.error('task.commit-failed', { error });
    letGoOf(held, 'unreachable');
    return { kind: 'let-go' };
  } finally {
    bound.abort();
    await limit;
  }
}

async function complete(
  held: HeldTask,
  artifacts: readonly Artifact[],
  tools: AttemptTools,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const { ledger, clock, log } = tools;
  const { lease } = held;
  const outcome = await persist('commit', () => ledger.complete(lease, artifacts, clock.now()), signal, tools);
  if (outcome.kind === 'lost') return lose(held, 'commit', tools);
  const { createdAt, notBefore } = held.job;
  const endToEnd = outcome.jobEnded ? { endToEndMs: clock.now() - Math.max(createdAt, notBefore) } : {};
  log.info('task.done', { jobEnded: outcome.jobEnded, lane: held.lane, ...endToEnd });
  if (outcome.unblocked)
    await ledger.unblock(lease.ref, clock.now()).catch((error: unknown) => log.warn('job.unblock-failed', { error }));
  if (outcome.jobEnded) ring(held, tools);
  return { ...outcome, kind: 'done' };
}

async function fail(
  held: HeldTask,
  { failure, output }: Extract<Made, { kind: 'failed' }>,
  tools: AttemptTools,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const { ledger, clock, log } = tools;
  const { lease } = held;
  const jitter = tools.random();
  const outcome = await persist('fail', () => ledger.fail(lease, failure, jitter, clock.now()), signal, tools);
  if (outcome.kind === 'lost') return lose(held, 'fail', tools);
  const fields = {
    errClass: failure.class,
    errCode: failure.code,
    message: failure.message,
    ...(output ? { output } : {}),
  };
  if (outcome.kind === 'requeued') {
    log.info('task.requeued', { ...fields, used: outcome.used, budget: outcome.budget, notBefore: outcome.notBefore });
  } else {
    log.info('task.failed', fields);
    await voidSiblings(held, tools);
    ring(held, tools);
  }
  return { kind: 'failed', failure };
}

function lose(held: HeldTask, during: string, { log }: AttemptTools): AttemptOutcome {
  log.info('task.lost', { during });
  letGoOf(held, 'lease-lost');
  return { kind: 'let-go' };
}

/** An attempt that was ended from outside: handed back where it is still ours, and silent where it is not. */
export async function hand(held: HeldTask, tools: AttemptTools): Promise<AttemptOutcome> {
  const { log } = tools;
  const because = held.letGo ?? 'lease-lost';
  log.info('task.let-go', { because });
  switch (because) {
    case 'lease-lost':
    case 'unreachable':
      return { kind: 'let-go' };
    case 'job-ended':
      await voidSiblings(held, tools);
      return { kind: 'let-go' };
    case 'released':
      return release(held, tools);
    case 'seat-lost':
      return commit(held, failed('license', 'seat_lost', 'the seat was taken over'), tools);
    case 'spot-notice':
      return commit(held, failed('infra', 'spot_notice', 'the instance is being reclaimed'), tools);
    case 'host-stopping':
      return commit(held, failed('infra', 'host_stopping', 'the instance is stopping'), tools);
  }
}

/** Tried for one lease time: after that the reaper has taken it back. */
async function release(held: HeldTask, tools: AttemptTools): Promise<AttemptOutcome> {
  const { log, ledger, clock, times } = tools;
  const bound = new AbortController();
  const limit = clock.sleep(times.leaseMs, bound.signal).then(() => bound.abort());
  await persist('release', () => ledger.release(held.lease, clock.now()), bound.signal, tools).catch((error: unknown) =>
    log.warn('task.release-failed', { error }),
  );
  bound.abort();
  await limit;
  return { kind: 'let-go' };
}

const failed = (failureClass: TaskFailure['class'], code: string, message: string): Made => ({
  kind: 'failed',
  failure: { class: failureClass, code, message },
});

/** T14: leaves the indexes. The sweeper does it too, so a failure here costs nothing. */
async function voidSiblings(held: HeldTask, { ledger, clock, log }: AttemptTools): Promise<void> {
  await ledger.voidTasks(held.lease.ref, clock.now()).catch((error: unknown) => log.warn('job.void-failed', { error }));
}

function ring(held: HeldTask, { doorbells, log }: AttemptTools): void {
  const { tenant, job } = held.lease.ref;
  doorbells.ringEvents({ tenant, job }).catch((error: unknown) => log.warn('events.ring-failed', { error }));
}
