/**
 * Burn rate: how many times faster than allowed the error budget is used up. At 1 the budget of the objective's window lasts exactly that
 * window. Source: Google, *The Site Reliability Workbook*, chapter 5 "Alerting on SLOs", method 6 "Multiwindow, Multi-Burn-Rate Alerts":
 * each long window with a short one of a twelfth, so that an alarm ends soon after the trouble does. The pairs of 14.4, 6 and 1 are its
 * table 5-8 for a window of 30 days. 3 over a day is not in it: it fills the gap between 5 % of the budget in six hours and 10 % in three
 * days by 10 % in one.
 */
import { type Severity } from './alarm.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const objectiveWindowSeconds = 30 * day;

export interface BurnWindow {
  rate: number;
  longSeconds: number;
  shortSeconds: number;
  severity: Severity;
}

export const burnWindows: readonly BurnWindow[] = [
  { rate: 14.4, longSeconds: hour, shortSeconds: 5 * minute, severity: 'page' },
  { rate: 6, longSeconds: 6 * hour, shortSeconds: 30 * minute, severity: 'page' },
  { rate: 3, longSeconds: day, shortSeconds: 2 * hour, severity: 'ticket' },
  { rate: 1, longSeconds: 3 * day, shortSeconds: 6 * hour, severity: 'ticket' },
];

/** Share of the budget of the objective's window that is gone when the alarm of a total and constant burn speaks. */
export function budgetSpent({ rate, longSeconds }: BurnWindow): number {
  return (rate * longSeconds) / objectiveWindowSeconds;
}

/** Share of bad events above which a window burns faster than `rate`. */
export function badShare(objective: number, rate: number): number {
  return rate * (1 - objective);
}

/** Seconds from the start of an outage that makes `share` of all events bad until the long window is over the rate. */
export function detectionSeconds(objective: number, { rate, longSeconds }: BurnWindow, share: number): number {
  const needed = badShare(objective, rate) / share;
  return needed > 1 ? Infinity : needed * longSeconds;
}
