/**
 * The rate at which tasks arrive, as an exponential average. Counted by what must have come in: what ended plus the growth of what is
 * in the farm, so that a task that came and started between two ticks is not missed.
 */
export interface Arrivals {
  /** Tasks a second. */
  rate: number;
  at: number;
  /** Waiting and running at the last tick. */
  inside: number;
  /** Of the newest task, for what the forecast looks like. */
  engine?: string;
}

export const noArrivals: Arrivals = { rate: 0, at: 0, inside: 0 };

const HALF_LIFE_SECONDS = 180;

export function observeArrivals(
  before: Arrivals,
  inside: number,
  ended: number,
  now: number,
): Omit<Arrivals, 'engine'> {
  if (before.at === 0) return { rate: 0, at: now, inside };
  const seconds = Math.max(0.001, (now - before.at) / 1_000);
  const came = Math.max(0, inside - before.inside + ended);
  const keep = 0.5 ** (seconds / HALF_LIFE_SECONDS);
  return { rate: before.rate * keep + (came / seconds) * (1 - keep), at: now, inside };
}

/** Arrivals to count on within the horizon: the mean Λ less `damping` standard deviations √Λ, never below zero. */
export function forecastArrivals({ rate }: Arrivals, horizonSeconds: number, damping: number): number {
  const expected = rate * horizonSeconds;
  const damped = expected - damping * Math.sqrt(expected);
  return Number.isFinite(damped) ? Math.max(0, Math.floor(damped)) : 0;
}
