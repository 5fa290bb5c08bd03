/** What the holder of a lease writes and what the reaper writes in its place: T5, T7 (release) and shared judgments. */
import { isEnded, isFarmError, type Task, type TaskPhase, type TaskProgress } from '@reelyard/contracts';
import { jobKey, taskKey } from '../items/keys.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { type HeartbeatOutcome, type Lease, type LeaseOutcome } from '../ledger.ts';
import { type Item } from '../protocol/change.ts';
import { plan } from '../protocol/plan.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type LedgerContext } from './context.ts';
import { spentAfter } from './spent.ts';
import { attemptApply, untilSettled, View } from './view.ts';

export const isHeld = (item: Item | undefined, lease: { epoch: number; owner: string }): item is Item =>
  item?.['state'] === 'leased' && item['epoch'] === lease.epoch && item['owner'] === lease.owner;

/** Waiting again, and nobody claimed since this lease. */
export const isWaitingAfter = (task: Task, epoch: number): boolean =>
  (task.state === 'pending' || task.state === 'queued') && task.epoch === epoch;

export const readLease = ({ store }: LedgerContext, { ref }: Pick<Lease, 'ref'>): Promise<View> =>
  View.read(store, taskKey(ref.job, ref.n), jobKey(ref.tenant, ref.job));

export async function heartbeat(
  { store }: LedgerContext,
  lease: Lease,
  beat: { beat: number; phase: TaskPhase; progress?: TaskProgress },
  now: number,
): Promise<HeartbeatOutcome> {
  const { ref, epoch, owner } = lease;
  const attempt = await attemptApply(store, plan(TRANSITIONS.beat, { ref, now, epoch, owner, ...beat }));
  if (attempt.kind === 'unknown-outcome') throw attempt.cause;
  // A later beat may have overtaken this one: the lease is lost only when the task says so.
  if (attempt.kind === 'refused' && !isHeld(attempt.refusals[0]?.before, lease)) return { kind: 'lost' };
  const read = await store.get([jobKey(ref.tenant, ref.job)]).catch(orNothing);
  // The write told that the lease is held. That the job has ended, a later beat tells.
  if (!read) return { kind: 'held', isJobUnread: true };
  const [jobItem] = read;
  if (!jobItem) return { kind: 'lost' };
  const { state } = toJob(jobItem);
  return isEnded(state) ? { kind: 'job-ended', state } : { kind: 'held' };
}

function orNothing(error: unknown): undefined {
  if (!isFarmError(error)) throw error;
}

export async function release(context: LedgerContext, lease: Lease, now: number): Promise<LeaseOutcome> {
  const view = await readLease(context, lease);
  let tried = false;
  return untilSettled<LeaseOutcome>(async () => {
    const [taskItem, jobItem] = [view.at(0), view.at(1)];
    if (tried && taskItem && isWaitingAfter(toTask(taskItem), lease.epoch)) return { kind: 'held' };
    if (!isHeld(taskItem, lease) || !jobItem || isEnded(toJob(jobItem).state)) return { kind: 'lost' };
    tried = true;
    const spent = spentAfter(toTask(taskItem), now, true);
    const params = { ...waitingParams(lease, taskItem, now), notBefore: now, ...spent };
    const attempt = await view.attempt(TRANSITIONS.release, plan(TRANSITIONS.release, params));
    return attempt.kind === 'applied' ? { kind: 'held' } : attempt;
  });
}

/** Parameters of a lease's way back to `pending`; `notBefore` is the caller's. */
export function waitingParams(
  lease: Lease,
  taskItem: Item,
  now: number,
): Record<string, unknown> & Lease & { now: number } {
  return {
    ref: lease.ref,
    epoch: lease.epoch,
    owner: lease.owner,
    now,
    lane: taskItem['lane'],
    deadlineAt: taskItem['deadlineAt'],
  };
}
