/** Seconds of the simulated clock ↔ milliseconds of the core. The trace starts on a Monday at 00:00 UTC. */
export const EPOCH_MS = Date.UTC(2026, 0, 5);

export function toMs(seconds: number): number {
  return EPOCH_MS + Math.round(seconds * 1_000);
}
