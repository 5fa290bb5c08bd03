/**
 * Health of an instance whose agent went silent: one look through SSM, one restart of the agent, and only after its leases
 * were taken back, unhealthy. SetInstanceHealth ignores scale-in protection, hence the order.
 */
import { type Instance } from '@reelyard/contracts';
import { type ScalePolicy } from './policy.ts';
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
  | { kind: 'unhealthy'; because: string };

const none: HealthAction = { kind: 'none' };

export function decideHealth(row: Instance, seen: HealthSight, policy: ScalePolicy, now: number): HealthAction {
  if (row.state !== 'ready' || seen.lifecycle !== 'InService') return none;
  const lastSign = row.agent?.at ?? row.boot.readyAt ?? row.createdAt;
  const silentMs = now - lastSign;
  if (silentMs <= policy.silentMs) return none;
  const because = `silent for ${Math.round(silentMs / 1_000)} s`;
  if (silentMs > policy.unhealthyMs && seen.probe)
    return seen.holdsLease
      ? { kind: 'wait', because: `${because}, its lease is not taken back yet` }
      : { kind: 'unhealthy', because };
  if (!seen.probe) return { kind: 'probe', because };
  const isDead = seen.agentIsActive === false && seen.probe.action === 'check';
  return isDead ? { kind: 'restart', because: `${because}, agent dead` } : { kind: 'wait', because };
}
