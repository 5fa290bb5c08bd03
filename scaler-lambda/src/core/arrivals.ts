/**
 * What arrives: the rate as an exponential average, and what the arrivals look like. Counted by what must have come in (what ended plus the
 * growth of what is in the farm), so that a task that came and started between two ticks is not missed.
 */
export interface Arrivals {
  /** Tasks a second. */
  rate: number;
  at: number;
  /** Waiting and running at the last tick. */
  inside: number;
  /** Averages of the tasks that were seen waiting: seconds of service, and of their start-within objective. */
  serviceSeconds: number;
  withinSeconds: number;
  /** Of the newest task, for what the forecast looks like. */
  engine?: string;
}

export const noArrivals: Arrivals = { rate: 0, at: 0, inside: 0, serviceSeconds: 0, withinSeconds: 0 };

/** What one tick saw. */
export interface Seen {
  /** Waiting and running. */
  inside: number;
  /** Ended since the last tick. */
  ended: number;
  /** Tasks that came since the last tick and still wait. */
  newcomers: readonly { engine: string; serviceSeconds: number; withinSeconds: number }[];
}

const HALF_LIFE_SECONDS = 180;
/** Newcomers over which their averages forget by half. */
const HALF_LIFE_TASKS = 30;

export function countCame(before: Arrivals, { inside, ended, newcomers }: Seen): number {
  return before.at === 0 ? newcomers.length : Math.max(newcomers.length, inside - before.inside + ended);
}

export function observeArrivals(before: Arrivals, seen: Seen, now: number): Arrivals {
  const average = averageOf(before, seen);
  const engine = seen.newcomers.at(-1)?.engine ?? before.engine;
  const next = { ...average, at: now, inside: seen.inside, ...(engine === undefined ? {} : { engine }) };
  if (before.at === 0) return { ...next, rate: 0 };
  const seconds = Math.max(0.001, (now - before.at) / 1_000);
  const keep = 0.5 ** (seconds / HALF_LIFE_SECONDS);
  return { ...next, rate: before.rate * keep + (countCame(before, seen) / seconds) * (1 - keep) };
}

function averageOf(before: Arrivals, { newcomers }: Seen): Pick<Arrivals, 'serviceSeconds' | 'withinSeconds'> {
  const keep = 0.5 ** (1 / HALF_LIFE_TASKS);
  let { serviceSeconds, withinSeconds } = before;
  for (const task of newcomers) {
    const isFirst = serviceSeconds === 0;
    serviceSeconds = isFirst ? task.serviceSeconds : serviceSeconds * keep + task.serviceSeconds * (1 - keep);
    withinSeconds = isFirst ? task.withinSeconds : withinSeconds * keep + task.withinSeconds * (1 - keep);
  }
  return { serviceSeconds, withinSeconds };
}

/** Arrivals to count on within the horizon: the mean Λ less `damping` standard deviations √Λ, never below zero. */
export function forecastArrivals({ rate }: Arrivals, horizonSeconds: number, damping: number): number {
  const expected = rate * horizonSeconds;
  const damped = expected - damping * Math.sqrt(expected);
  return Number.isFinite(damped) ? Math.max(0, Math.floor(damped)) : 0;
}
