/**
 * When a delivery that failed is tried again: ten attempts, the last one 75 hours after the first. The first retries are for a receiver that is being
 * deployed, the last ones for one that is down over a weekend.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses before attempts 1 to 10, in milliseconds. They sum to 75 h 35 min. */
export const PAUSES: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Spreads what failed together. */
const SPREAD = 0.2;

/**
 * @param made attempts so far
 * @param random 0..1
 * @param askedMs of the receiver's Retry-After: never sooner than that
 * @returns milliseconds until the next attempt; undefined when none is left
 */
export function pauseAfter(made: number, random: number, askedMs = 0): number | undefined {
  const pause = PAUSES[made];
  if (pause === undefined) return undefined;
  const spread = pause * (1 + SPREAD * (2 * random - 1));
  return Math.round(Math.max(spread, askedMs));
}
