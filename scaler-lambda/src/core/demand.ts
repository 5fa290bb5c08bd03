/** Demand: waiting tasks that are due within a boot, in the order in which agents will claim them, and the arrivals to count on. */
import { LANES } from '@reelyard/contracts';
import { forecastArrivals } from './arrivals.ts';
import { type ScalePolicy } from './policy.ts';
import { type Sight, type WaitingView } from './snapshot.ts';

/** Agents claim the highest lane first, so lane comes before deadline; then age; job and number make the order total. */
export function orderDemand(waiting: readonly WaitingView[], horizonAt: number): WaitingView[] {
  return waiting.filter(({ notBefore }) => notBefore <= horizonAt).sort(compareWaiting);
}

function compareWaiting(a: WaitingView, b: WaitingView): number {
  return (
    LANES.indexOf(a.lane) - LANES.indexOf(b.lane) ||
    a.deadlineAt - b.deadlineAt ||
    a.enqueuedAt - b.enqueuedAt ||
    (a.job < b.job ? -1 : a.job > b.job ? 1 : a.n - b.n)
  );
}

const DAY_MS = 86_400_000;
/** A forecast never asks for more than this at once; the arrivals themselves will ask for the rest. */
const FORECAST_LIMIT = 1_000;

/** A machine called when a task arrives is there in time, even after a slow boot, when the objective is this many boots. */
const SURE_BOOTS = 1.5;

/**
 * Arrivals to have a machine for before they come: those of the next boot, where a machine called on arrival may be too late. Where it is
 * surely in time a forecast would only cost. Evenly spread; they look like the newest task.
 */
export function forecastDemand(sight: Sight, { dials }: ScalePolicy, bootMs: number, now: number): WaitingView[] {
  const { arrivals } = sight.memory;
  const isSure = arrivals.withinSeconds * 1_000 >= SURE_BOOTS * bootMs;
  const count = isSure ? 0 : forecastArrivals(arrivals, bootMs / 1_000, dials.forecastDamping);
  return Array.from({ length: Math.min(FORECAST_LIMIT, count) }, (_, n) => {
    const at = now + ((n + 1) * bootMs) / (count + 1);
    const look = { lane: 'standard' as const, frames: 0, pixels: 0, engine: arrivals.engine ?? '' };
    return { job: '', n, ...look, enqueuedAt: at, notBefore: at, deadlineAt: at + DAY_MS };
  });
}
