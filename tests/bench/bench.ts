/** What every benchmark is to `npm run bench`. */
export interface BenchOptions {
  /** Size of the run; each bench has its own default. */
  jobs?: number;
  /** Of an outage; each bench has its own default. */
  seconds?: number;
  /** A first impression instead of figures. */
  quick?: boolean;
  /** Parts of the law switched off one at a time, too. */
  ablate?: boolean;
  /** Every setting scored, not the tuned one alone. */
  pareto?: boolean;
  /** Only these families of synthetic arrivals. */
  families?: readonly string[];
  /** Files of arrivals to compare on, too. */
  traces?: readonly string[];
  /** Progress for people, on standard error. */
  say(text: string): void;
}

/** What was asked for is wrong: the message is all that people need. */
export class UsageError extends Error {}

export interface BenchReport {
  /** Units are in the names: `p99Ms`, `acceptedPerSecond`. */
  figures: Record<string, unknown>;
  /** One sentence per figure beyond its limit. */
  misses: string[];
  /** For people, instead of the figures. */
  text?: string;
}

export interface Bench {
  run(options: BenchOptions): Promise<BenchReport>;
}

/** A sentence when the value is beyond its limit. */
export function mustBe(name: string, value: number, rule: { atMost?: number; atLeast?: number }): string[] {
  if (rule.atMost !== undefined && !(value <= rule.atMost))
    return [`${name} is ${value}, at most ${rule.atMost} is wanted`];
  if (rule.atLeast !== undefined && !(value >= rule.atLeast))
    return [`${name} is ${value}, at least ${rule.atLeast} is wanted`];
  return [];
}

/** The q-quantile (0..1) by nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** CPU milliseconds that a process has used so far, user and system, from /proc (100 ticks a second on Linux). */
export function cpuMsFromStat(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
