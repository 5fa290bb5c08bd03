/**
 * What the reaper remembers: when it first saw this epoch and beat of a lease, on its own monotonic clock. A lease is stale when
 * both stood still for the lease time while this process watched; a restarted reaper starts to watch anew.
 */
import { type LeasedTask } from '@reelyard/ledger';

export interface Sighting {
  readonly epoch: number;
  readonly beat: number;
  readonly seenAt: number;
}

export type Sightings = ReadonlyMap<string, Sighting>;

export interface StaleDecision {
  readonly sightings: Sightings;
  readonly stale: readonly LeasedTask[];
}

export function decideStale(
  before: Sightings,
  leased: readonly LeasedTask[],
  monotonicNow: number,
  leaseMs: number,
): StaleDecision {
  const sightings = new Map<string, Sighting>();
  const stale: LeasedTask[] = [];
  for (const lease of leased) {
    const key = `${lease.job}/${lease.n}`;
    const known = before.get(key);
    const isSame = known?.epoch === lease.epoch && known.beat === lease.beat;
    const sighting = isSame ? known : { epoch: lease.epoch, beat: lease.beat, seenAt: monotonicNow };
    sightings.set(key, sighting);
    if (monotonicNow - sighting.seenAt >= leaseMs) stale.push(lease);
  }
  return { sightings, stale };
}
