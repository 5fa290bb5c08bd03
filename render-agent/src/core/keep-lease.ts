/**
 * How the beat of a lease goes on after each answer. An agent that cannot reach DynamoDB keeps rendering for twice the lease time. A beat that
 * failed is tried again ten times as often as one is due: of a table that throttles four calls of five, no ten seconds may decide over a render.
 */
export type BeatAnswer = { kind: 'held' } | { kind: 'lost' } | { kind: 'job-ended' } | { kind: 'unreachable' };

export type Keep =
  | { kind: 'beat-in'; ms: number }
  /** Kill the engine, wipe the scratch folder, report nothing. */
  | { kind: 'let-go'; because: 'lease-lost' | 'job-ended' | 'unreachable' };

export interface LeaseTimes {
  heartbeatMs: number;
  leaseMs: number;
}

/** @param silentMs since the last answer of the ledger  @param failures consecutive beats without an answer */
export function keepLease(answer: BeatAnswer, silentMs: number, failures: number, times: LeaseTimes): Keep {
  switch (answer.kind) {
    case 'held':
      return { kind: 'beat-in', ms: times.heartbeatMs };
    case 'lost':
      return { kind: 'let-go', because: 'lease-lost' };
    case 'job-ended':
      return { kind: 'let-go', because: 'job-ended' };
    case 'unreachable':
      if (silentMs >= 2 * times.leaseMs) return { kind: 'let-go', because: 'unreachable' };
      return { kind: 'beat-in', ms: retryDelayMs(failures, times.heartbeatMs / 10) };
  }
}

/** 0.5 s doubling, never slower than the beat itself. */
export function retryDelayMs(failures: number, ceilingMs: number): number {
  return Math.min(ceilingMs, 500 * 2 ** Math.min(10, Math.max(0, failures - 1)));
}
