/** Several runs of one policy become mean and 95 % confidence interval (Student's t). Pure. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { type Report } from './report.ts';

export interface Interval {
  mean: number;
  /** Absent with a single run: nothing is known of the spread. */
  low?: number;
  high?: number;
}

const FIGURES = {
  instanceHours: (report: Report) => report.instanceHours,
  dollars: (report: Report) => report.dollars,
  attainment: (report: Report) => report.attainment,
  waitP50: (report: Report) => report.waitSeconds.p50,
  waitP95: (report: Report) => report.waitSeconds.p95,
  waitP99: (report: Report) => report.waitSeconds.p99,
  launches: (report: Report) => report.launches,
  unusedLaunches: (report: Report) => report.unusedLaunches,
  killed: (report: Report) => report.killed,
  unserved: (report: Report) => report.unserved,
} as const;

export type Figure = keyof typeof FIGURES;

export type Summary = Record<Figure, Interval> & {
  policy: string;
  runs: number;
  /** Only when every run knows its bound. */
  ratioToBound?: Interval;
};

/** @throws Error without a run */
export function summarize(reports: readonly Report[]): Summary {
  const [first] = reports;
  if (!first) throw new Error('nothing to summarize: no run');
  const figures = Object.entries(FIGURES).map(([name, read]) => [name, intervalOf(reports.map(read))]);
  const ratios = reports.flatMap(({ ratioToBound }) => ratioToBound ?? []);
  return {
    ...(Object.fromEntries(figures) as Record<Figure, Interval>),
    policy: first.policy,
    runs: reports.length,
    ...(ratios.length === reports.length ? { ratioToBound: intervalOf(ratios) } : {}),
  };
}

export function intervalOf(values: readonly number[]): Interval {
  const center = mean([...values]);
  if (values.length < 2) return { mean: center };
  const half = (studentT(values.length - 1) * sampleStandardDeviation([...values])) / Math.sqrt(values.length);
  return { mean: center, low: center - half, high: center + half };
}

/** 0.975 quantiles of Student's t, 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2). */
const T_TABLE = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

function studentT(freedom: number): number {
  return T_TABLE[freedom - 1] ?? 1.96 + 2.4 / freedom;
}
