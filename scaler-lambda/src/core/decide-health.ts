/**
 * Health of an instance whose agent went silent: one look through SSM, one restart of the agent, and only after its leases
 * were taken back, unhealthy. SetInstanceHealth ignores scale-in protection, hence the order.
 *
 * The agent's own clock only raises the suspicion. Invariant: nothing is given up whose beat moved within the time on the scaler's clock, as the
 * reaper has it with leases: an agent whose clock is off would lose its machine in mid render.
 */
import { type Instance } from '@reelyard/contracts';
import { type ScalePolicy } from './policy.ts';
import { hasBeaten } from './signs-of-life.ts';
import { type ProbeMemory } from './snapshot.ts';

export interface HealthSight {
  lifecycle?: string;
  /** True while a lease is owned by this instance. */
  holdsLease: boolean;
  probe?: ProbeMemory;
  /** Result of the probe's command: undefined while it runs or SSM cannot reach the instance. */
  agentIsActive?: boolean;
}

export type HealthAction =
  | { kind: 'none' }
  | { kind: 'probe'; because: string }
  | { kind: 'restart'; because: string }
  | { kind: 'wait'; because: string }
  /** Its clock is off: the look is remembered with the new beat. */
  | { kind: 'beats'; because: string }
  | { kind: 'unhealthy'; because: string };

const none: HealthAction = { kind: 'none' };

export function decideHealth(row: Instance, seen: HealthSight, policy: ScalePolicy, now: number): HealthAction {
  if (row.state !== 'ready' || seen.lifecycle !== 'InService') return none;
  const lastSign = row.agent?.at ?? row.boot.readyAt ?? row.createdAt;
  const silentMs = now - lastSign;
  if (silentMs <= policy.silentMs) return none;
  const because = `silent for ${Math.round(silentMs / 1_000)} s`;
  if (!seen.probe) return { kind: 'probe', because };
  if (hasBeaten(row.agent, seen.probe)) return { kind: 'beats', because: `${because} by its own clock, and beats` };
  if (silentMs > policy.unhealthyMs && isStill(seen.probe, policy, now))
    return seen.holdsLease
      ? { kind: 'wait', because: `${because}, its lease is not taken back yet` }
      : { kind: 'unhealthy', because };
  const isDead = seen.agentIsActive === false && seen.probe.action === 'check';
  return isDead ? { kind: 'restart', because: `${because}, agent dead` } : { kind: 'wait', because };
}

/** As long as it takes from the first look to the end of patience. */
function isStill({ sentAt, beatAt = sentAt }: ProbeMemory, policy: ScalePolicy, now: number): boolean {
  return now - beatAt >= policy.unhealthyMs - policy.silentMs;
}
