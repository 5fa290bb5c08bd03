/**
 * Beats one lease until its attempt is over: T5 each heartbeat, sooner after a beat without an answer. Invariant: once the guard is
 * lost, the attempt is told within this beat; while the ledger is silent the render goes on for twice the lease time.
 */
import { type Clock, type Logger } from '@reelyard/runtime';
import { type BeatAnswer, type LeaseTimes, keepLease } from './core/keep-lease.ts';
import { type HeldTask, letGoOf } from './held-task.ts';
import { type AgentLedger } from './ports.ts';

export interface KeeperTools {
  ledger: AgentLedger;
  clock: Clock;
  log: Logger;
  times: LeaseTimes;
}

/** Resolves when `over` aborts or the lease was let go. */
export async function keepLeaseOf(held: HeldTask, over: AbortSignal, tools: KeeperTools): Promise<void> {
  const { clock, times } = tools;
  let beat = 0;
  let failures = 0;
  let answeredAt = clock.monotonic();
  let waitMs = times.heartbeatMs;
  for (;;) {
    await clock.sleep(waitMs, over);
    if (over.aborted || held.letGo) return;
    beat += 1;
    const answer = await beatOnce(held, beat, tools);
    if (over.aborted || held.letGo) return;
    if (answer.kind === 'unreachable') failures += 1;
    else [failures, answeredAt] = [0, clock.monotonic()];
    const keep = keepLease(answer, clock.monotonic() - answeredAt, failures, times);
    if (keep.kind === 'beat-in') waitMs = keep.ms;
    else if (held.isCommitting) return;
    else return letGoOf(held, keep.because);
  }
}

async function beatOnce(held: HeldTask, beat: number, { ledger, clock, log }: KeeperTools): Promise<BeatAnswer> {
  const { phase, progress } = held;
  try {
    return await ledger.heartbeat(held.lease, { beat, phase, ...(progress ? { progress } : {}) }, clock.now());
  } catch (error) {
    log.warn('ledger.unreachable', { during: 'heartbeat', beat, error });
    return { kind: 'unreachable' };
  }
}
