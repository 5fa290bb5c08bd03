/**
 * What the reaper remembers: when it first saw this epoch and beat of a lease, on its own monotonic clock. A lease is stale when
 * both stood still for the lease time while this process watched; a restarted reaper starts to watch anew.
 */

/** What identifies a lease and its last beat. */
export interface WatchedLease {
  readonly job: string;
  readonly n: number;
  readonly epoch: number;
  readonly beat: number;
}

export interface Sighting {
  readonly epoch: number;
  readonly beat: number;
  readonly seenAt: number;
}

export type Sightings = ReadonlyMap<string, Sighting>;

export interface StaleDecision<L extends WatchedLease> {
  readonly sightings: Sightings;
  readonly stale: readonly L[];
  /** When the next lease is stale, unless it beats before: worth a look then. Infinite when nothing is leased. */
  readonly nextInMs: number;
}

export function decideStale<L extends WatchedLease>(
  before: Sightings,
  leased: readonly L[],
  monotonicNow: number,
  leaseMs: number,
): StaleDecision<L> {
  const sightings = new Map<string, Sighting>();
  const stale: L[] = [];
  let nextInMs = Infinity;
  for (const lease of leased) {
    const key = `${lease.job}/${lease.n}`;
    const known = before.get(key);
    const isSame = known?.epoch === lease.epoch && known.beat === lease.beat;
    const sighting = isSame ? known : { epoch: lease.epoch, beat: lease.beat, seenAt: monotonicNow };
    sightings.set(key, sighting);
    const leftMs = sighting.seenAt + leaseMs - monotonicNow;
    if (leftMs <= 0) stale.push(lease);
    else nextInMs = Math.min(nextInMs, leftMs);
  }
  return { sightings, stale, nextInMs };
}
