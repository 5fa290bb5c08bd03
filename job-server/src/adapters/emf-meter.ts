/** Counts in memory and writes one metrics record per lane and interval: a record per job would cost more than the job. */
import { type Lane } from '@reelyard/contracts';
import { type Metric, type MetricDimensions } from '@reelyard/runtime';
import { type Meter } from '../ports.ts';

export interface FlushingMeter extends Meter {
  /** Writes what was counted since the last flush; nothing when that is nothing. */
  flush(now: number): void;
}

export type WriteMetrics = (dimensions: MetricDimensions, metrics: readonly Metric[], at: number) => void;

export function createEmfMeter(env: string, writeMetrics: WriteMetrics): FlushingMeter {
  let counts = new Map<Lane | undefined, Map<string, number>>();
  return {
    count(name, lane, by = 1) {
      const named = counts.get(lane) ?? new Map<string, number>();
      counts.set(lane, named.set(name, (named.get(name) ?? 0) + by));
    },
    flush(now) {
      const flushed = counts;
      counts = new Map();
      for (const [lane, named] of flushed) {
        const dimensions = { service: 'job-server', env, ...(lane === undefined ? {} : { lane }) };
        const metrics = [...named].map(([name, value]): Metric => ({ name, value, unit: 'Count' }));
        writeMetrics(dimensions, metrics, now);
      }
    },
  };
}
