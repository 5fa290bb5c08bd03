/**
 * Expected rest of a render, from the rate of its progress. Keeps two points: where rendering began and the last report.
 * Instants are monotonic milliseconds.
 */
export interface ProgressPoint {
  at: number;
  /** 0..1 */
  fraction: number;
}

/** @returns whole milliseconds, or undefined before any progress was reported. */
export function expectedRestMs(start: number, last: ProgressPoint | undefined, now: number): number | undefined {
  if (!last || last.fraction <= 0) return undefined;
  const elapsed = Math.max(1, last.at - start);
  const total = elapsed / Math.min(1, last.fraction);
  return Math.max(0, Math.round(total - (now - start)));
}
