/**
 * Until when an engine may use a seat, as its holder must see it: sooner than anybody else may take it. Machines' clocks may differ by a
 * twentieth of the lease (3 s of 60 s; the time service of EC2 keeps them within milliseconds). The agent ends its engine a tenth of the
 * lease before the seat runs out, and the leash at a twentieth, should the agent not be there to do it.
 */
import { SEAT_CLOCKS_DIFFER } from '@reelyard/ledger';

const LEASH_SHARE = SEAT_CLOCKS_DIFFER;
const AGENT_SHARE = 2 * SEAT_CLOCKS_DIFFER;

export interface SeatDeadline {
  /** For the agent's own timer. */
  agentAt: Instant;
  /** Wall instant for the leash. */
  leashAt: number;
}

/** Both clocks: a step of the wall clock does not extend a seat. */
export interface Instant {
  wall: number;
  monotonic: number;
}

/** @param askedAt when the ledger was asked for the lease: its answer may have taken long */
export function seatDeadline(askedAt: Instant, leaseMs: number): SeatDeadline {
  const agentMs = leaseMs * (1 - AGENT_SHARE);
  return {
    agentAt: { wall: askedAt.wall + agentMs, monotonic: askedAt.monotonic + agentMs },
    leashAt: askedAt.wall + leaseMs * (1 - LEASH_SHARE),
  };
}

/** Milliseconds, 0 or less when it has passed by either clock. */
export const leftUntil = (at: Instant, now: Instant): number =>
  Math.min(at.wall - now.wall, at.monotonic - now.monotonic);

/** A seat survives several renewals that do not get through, also when its lease is short. */
export const renewMsOf = ({ heartbeatMs, leaseMs }: { heartbeatMs: number; leaseMs: number }): number =>
  Math.min(heartbeatMs, leaseMs / 6);
