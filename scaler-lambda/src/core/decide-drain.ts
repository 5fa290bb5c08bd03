/** The terminate hook: an instance is let go once its agent drained or is gone; until then it is asked and waited for. */
import { type Instance } from '@reelyard/contracts';

export interface DrainPolicy {
  silentMs: number;
  /** A render may hold its machine for this long against a termination that we did not ask for. */
  patienceMs: number;
  heartbeatMs: number;
}

export const drainPolicy: DrainPolicy = { silentMs: 45_000, patienceMs: 3_600_000, heartbeatMs: 60_000 };

export type DrainAction =
  | { kind: 'complete'; because: string }
  | { kind: 'drain'; because: string }
  | { kind: 'heartbeat'; because: string }
  | { kind: 'wait'; because: string };

/** By the agent's own clock, which may be off: a suspicion, as long as it holds a lease. */
export function seemsSilent({ agent }: Instance, { silentMs }: DrainPolicy, now: number): boolean {
  return agent !== undefined && now - agent.at > silentMs;
}

/** @param holdsLease asked of one that seems silent: the reaper takes the lease of a dead one back, by a clock that is right. */
export function decideDrain(
  row: Instance | undefined,
  policy: DrainPolicy,
  now: number,
  holdsLease = false,
): DrainAction {
  if (!row?.agent) return { kind: 'complete', because: 'no agent ever reported' };
  const { agent, directive } = row;
  if (agent.state === 'drained' && agent.tasks.length === 0) return { kind: 'complete', because: 'drained' };
  if (seemsSilent(row, policy, now) && !holdsLease) return { kind: 'complete', because: 'the agent is gone' };
  if (directive.kind !== 'drain') return { kind: 'drain', because: 'termination asked for by somebody else' };
  if (now - directive.at > policy.patienceMs) return { kind: 'complete', because: 'patience is over' };
  const isDue = now - (row.boot.heartbeatAt ?? directive.at) >= policy.heartbeatMs;
  return isDue ? { kind: 'heartbeat', because: 'the agent drains' } : { kind: 'wait', because: 'the agent drains' };
}
