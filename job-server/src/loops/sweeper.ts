/**
 * Keeps what no single process can promise: jobs end at their deadline (T12), tasks of ended jobs rest (T14), an assembly whose
 * agent died before it unblocked it starts (T6b), and a doorbell that a queue lost rings again (T3).
 */
import { LANES, type Lane, isFarmError } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type ReemitPolicy, isLaneShort, reemitCutOff } from '../core/decide-reemit.ts';
import { record } from '../log-events.ts';
import { type LaneQueues, type LoopStore, type Meter } from '../ports.ts';

export interface SweeperPorts {
  readonly ledger: Pick<
    LoopStore,
    | 'findOverdue'
    | 'findUnblockable'
    | 'expire'
    | 'unblock'
    | 'voidTasks'
    | 'findStaleQueued'
    | 'findWaiting'
    | 'reemit'
  >;
  readonly queues: Pick<LaneQueues, 'depth'>;
  readonly clock: Clock;
  readonly policy: ReemitPolicy;
  readonly meter: Meter;
  readonly log: Logger;
}

const pageSize = 500;
/** Beyond this many queued tasks a lane is measured by the queue alone. */
const countLimit = 2_000;

export async function sweepOnce(ports: SweeperPorts): Promise<void> {
  await sweepEnded(ports);
  await sweepBlocked(ports);
  for (const lane of LANES) await sweepLane(lane, ports);
}

/** T12 and T14 for the jobs that the indexes nominate. */
async function sweepEnded(ports: SweeperPorts): Promise<void> {
  const nominated = await ports.ledger.findOverdue(ports.clock.now(), pageSize);
  const jobs = new Map(nominated.map(({ tenant, job }) => [job, { tenant, job }]));
  for (const ref of jobs.values()) {
    const now = ports.clock.now();
    const expiry = await ports.ledger.expire(ref, now);
    if (expiry.kind === 'expired') {
      ports.meter.count('job.expired');
      record(ports.log, 'sweeper.expired', { jobId: ref.job, tenantId: ref.tenant });
    }
    const { voided } = await ports.ledger.voidTasks(ref, now);
    if (voided > 0) record(ports.log, 'sweeper.voided', { jobId: ref.job, tenantId: ref.tenant, voided });
  }
}

/** T6b. */
async function sweepBlocked({ ledger, clock, log }: SweeperPorts): Promise<void> {
  for (const ref of await ledger.findUnblockable(pageSize)) {
    const { kind } = await ledger.unblock(ref, clock.now());
    if (kind === 'unblocked') record(log, 'sweeper.unblocked', { jobId: ref.job, tenantId: ref.tenant });
  }
}

/** T3, only when the lane really misses messages: a slow fleet is no reason to ring twice. */
async function sweepLane(lane: Lane, ports: SweeperPorts): Promise<void> {
  const { ledger, policy } = ports;
  const now = ports.clock.now();
  const stale = await ledger.findStaleQueued(lane, now - policy.afterMs, pageSize);
  if (stale.length === 0) return;
  const messages = await findDepth(lane, ports);
  if (messages === undefined) return;
  const waiting = await ledger.findWaiting(lane, countLimit);
  const queued = Math.max(stale.length, waiting.filter((task) => task.state === 'queued').length);
  if (!isLaneShort(messages, queued)) return;
  let reemitted = 0;
  for (const task of stale) {
    const outcome = await ledger.reemit(task, reemitCutOff(task.emitSeq, policy, now), now);
    if (outcome.kind === 'held') reemitted += 1;
  }
  if (reemitted === 0) return;
  ports.meter.count('emit.repaired', lane, reemitted);
  record(ports.log, 'sweeper.reemitted', { lane, messages, queued, reemitted });
}

/** Undefined while the queue is away: then nothing can be said about its messages, and nothing could be sent. */
async function findDepth(lane: Lane, { queues }: SweeperPorts): Promise<number | undefined> {
  try {
    return await queues.depth(lane);
  } catch (error) {
    if (isFarmError(error) && error.code === 'queue-unavailable') return undefined;
    throw error;
  }
}
