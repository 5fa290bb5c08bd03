/**
 * The cheapest farm in which no job ever waits, knowing the whole trace: level k is on while at least k jobs run, and stays on through a gap when
 * that costs no more than another boot. Exact: seconds and launches are counted level by level, and levels share nothing. A reference, not
 * a bound: with an objective above 0 a farm may wait, and be cheaper.
 */
export interface Span {
  from: number;
  to: number;
}

/**
 * @param boot seconds, or seconds by level, the first level being 0
 * @returns machine seconds, boots included
 */
export function zeroWaitSeconds(spans: readonly Span[], boot: number | ((level: number) => number)): number {
  const bootOf = typeof boot === 'number' ? () => boot : boot;
  const bends = spans
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  const endedAt: number[] = [];
  let [level, seconds] = [0, 0];
  for (const { at, by } of bends) {
    if (by > 0) {
      seconds += Math.min(bootOf(level), at - (endedAt[level] ?? -Infinity));
      level += 1;
    } else {
      level -= 1;
      endedAt[level] = at;
    }
  }
  return seconds + spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
