/**
 * The error budget of the start-within objectives: of the last few thousand tasks, this share may start late. It is spent where a late start
 * would cost a machine that does nothing else, never by default.
 */
export interface Budget {
  /** Late starts and arrivals, both fading with each arrival. */
  late: number;
  seen: number;
}

export const noBudget: Budget = { late: 0, seen: 0 };

/** Tasks over which the share is held. */
const WINDOW = 2_000;
/** A young farm may be late as often as one that has seen this many tasks. */
const YOUNG = 300;
/** What is not counted on: a task that is not late by the forecast can be late all the same. */
const RESERVE = 0.2;

export function observeBudget(before: Budget, came: number, becameLate: number): Budget {
  const keep = (1 - 1 / WINDOW) ** came;
  return { late: (before.late + becameLate) * keep, seen: (before.seen + came) * keep };
}

/** Late starts that are left, given the share of tasks that shall start in time. */
export function lateLeft({ late, seen }: Budget, attainment: number): number {
  return Math.max(0, (1 - attainment) * (1 - RESERVE) * Math.max(seen, YOUNG) - late);
}
