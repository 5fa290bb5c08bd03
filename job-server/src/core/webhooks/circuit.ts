/**
 * One endpoint's circuit breaker, as a value. Five failures in a row open it; then one delivery at a time probes, after a pause that doubles from half a
 * minute to ten minutes, and the others wait without using up an attempt. The first success closes it.
 */
export interface Circuit {
  readonly failures: number;
  /** While open: nothing but one probe, and that not before. */
  readonly probeAt?: number;
}

export const closed: Circuit = { failures: 0 };

const TOLERATED = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;

export function afterAttempt(circuit: Circuit, isSuccess: boolean, now: number): Circuit {
  if (isSuccess) return closed;
  const failures = circuit.failures + 1;
  if (failures < TOLERATED) return { failures };
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - TOLERATED));
  return { failures, probeAt: now + pause };
}

/** @param underWay attempts at this endpoint at the moment */
export function decidePassage(
  circuit: Circuit,
  underWay: number,
  now: number,
  concurrency: number,
): { kind: 'go' } | { kind: 'wait' } | { kind: 'defer'; until: number } {
  const { probeAt } = circuit;
  if (probeAt === undefined) return underWay < concurrency ? { kind: 'go' } : { kind: 'wait' };
  if (probeAt > now) return { kind: 'defer', until: probeAt };
  return underWay === 0 ? { kind: 'go' } : { kind: 'wait' };
}
