/** T4: two calls, one consistent read and one conditional write. The lease's epoch is the one that the write names, never one read later. */
import { isEnded, type TaskRef } from '@reelyard/contracts';
import { jobKey, taskKey } from '../items/keys.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { type ClaimOutcome } from '../ledger.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { applyChanges } from '../protocol/evaluate.ts';
import { plan } from '../protocol/plan.ts';
import { type Transition } from '../protocol/transition.ts';
import { TRANSITIONS } from '../transitions.ts';
import { type LedgerContext } from './context.ts';
import { type Attempt, untilSettled, View } from './view.ts';

interface Claimant {
  owner: string;
  agentVersion: number;
  /** Of its instance; what the run takes is counted there. */
  pool?: string;
}

export async function claim(context: LedgerContext, ref: TaskRef, by: Claimant, now: number): Promise<ClaimOutcome> {
  const view = await View.read(context.store, taskKey(ref.job, ref.n), jobKey(ref.tenant, ref.job));
  let wrote: number | undefined;
  const isOurs = (): boolean => wrote !== undefined && isLeasedBy(view.at(0), by.owner, wrote);
  return untilSettled<ClaimOutcome>(async () => {
    // A refusal shows the rows that refused, not both; and by the time both were read the lease may have passed to another.
    if (isOurs()) await view.refresh();
    const [taskItem, jobItem] = [view.at(0), view.at(1)];
    if (!taskItem || !jobItem) return { kind: 'refused', because: 'unknown' };
    if (isOurs()) return claimed(ref, taskItem, jobItem);
    const because = whyNot(taskItem, jobItem, by, now);
    if (because) return { kind: 'refused', because };
    const transition = jobItem['state'] === 'queued' ? TRANSITIONS.claimFirst : TRANSITIONS.claim;
    const changes = planClaim(context, transition, { ref, taskItem, jobItem, by, now });
    const attempt: Attempt = await view.attempt(transition, changes);
    wrote = (taskItem['epoch'] as number) + 1;
    return attempt.kind === 'applied' ? asWritten(ref, changes, taskItem, jobItem) : attempt;
  });
}

function planClaim(
  { newEventId }: LedgerContext,
  transition: Transition,
  of: { ref: TaskRef; taskItem: Item; jobItem: Item; by: Claimant; now: number },
): Change[] {
  return plan(transition, {
    ref: of.ref,
    now: of.now,
    owner: of.by.owner,
    agentVersion: of.by.agentVersion,
    pool: of.by.pool,
    epochBefore: of.taskItem['epoch'],
    deadlineAt: of.taskItem['deadlineAt'],
    evSeq: of.jobItem['evSeq'],
    eventId: newEventId(of.now),
    eventData: { task: of.ref.n },
    isTold: of.jobItem['isTold'],
  });
}

/** The guards of T4 in words, so that a refusal says why. */
function whyNot(
  taskItem: Item,
  jobItem: Item,
  by: Claimant,
  now: number,
): Extract<ClaimOutcome, { kind: 'refused' }>['because'] | undefined {
  const [task, job] = [toTask(taskItem), toJob(jobItem)];
  if (isEnded(job.state)) return 'job-ended';
  if (task.state !== 'pending' && task.state !== 'queued') return 'not-waiting';
  if (task.notBefore > now) return 'not-before';
  if (task.deadlineAt <= now) return 'deadline';
  return task.minAgentVersion > by.agentVersion ? 'agent-too-old' : undefined;
}

const isLeasedBy = (item: Item | undefined, owner: string, epoch: number): boolean =>
  item?.['state'] === 'leased' && item['owner'] === owner && item['epoch'] === epoch;

function asWritten(ref: TaskRef, changes: readonly Change[], taskItem: Item, jobItem: Item): ClaimOutcome {
  const rows = [taskItem, jobItem];
  const written = applyChanges(({ pk, sk }) => rows.find((row) => row.pk === pk && row.sk === sk), changes);
  const after = written.kind === 'applied' ? written.written : [];
  const afterOf = (row: Item): Item => after.find(({ key }) => key.pk === row.pk && key.sk === row.sk)?.after ?? row;
  return claimed(ref, afterOf(taskItem), afterOf(jobItem));
}

function claimed(ref: TaskRef, taskItem: Item, jobItem: Item): ClaimOutcome {
  const task = toTask(taskItem);
  const { tenant, job, n } = ref;
  const lease = { ref: { tenant, job, n }, epoch: task.epoch, owner: task.owner ?? '' };
  return { kind: 'claimed', lease, task, job: toJob(jobItem) };
}
