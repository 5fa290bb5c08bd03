/** How demand rises and falls over day and week. Mean 1 over a whole week, so that a rate times it keeps its mean. */
export interface Tide {
  /** 0: flat; 1: nothing at the quietest hour. */
  dailyDepth: number;
  /** UTC. */
  peakHour: number;
  /** Saturday and Sunday, as a share of a weekday. */
  weekendFactor: number;
}

export const officeTide: Tide = { dailyDepth: 0.8, peakHour: 15, weekendFactor: 0.5 };

const DAY_SECONDS = 86_400;

/** @param at seconds since a Monday at 00:00 UTC */
export function tideAt(at: number, { dailyDepth, peakHour, weekendFactor }: Tide): number {
  const hour = (at % DAY_SECONDS) / 3_600;
  const daily = 1 + dailyDepth * Math.cos((2 * Math.PI * (hour - peakHour)) / 24);
  const day = Math.floor(at / DAY_SECONDS) % 7;
  return daily * dayFactor(day, weekendFactor);
}

export function highestTide(tide: Tide): number {
  return (1 + tide.dailyDepth) * Math.max(dayFactor(0, tide.weekendFactor), dayFactor(6, tide.weekendFactor));
}

function dayFactor(day: number, weekendFactor: number): number {
  const mean = (5 + 2 * weekendFactor) / 7;
  return (day >= 5 ? weekendFactor : 1) / mean;
}
