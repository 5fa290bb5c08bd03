/**
 * Counts in memory and writes one metrics record per lane and interval: a record per job would cost more than the job. What can go wrong is
 * written as zero when it did not, so that a gap means that nobody counts.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Metric, type MetricDimensions } from '@reelyard/runtime';
import { type Meter } from '../ports.ts';
import { Reservoir } from './reservoir.ts';

export interface FlushingMeter extends Meter {
  /** Writes what was counted since the last flush. */
  flush(now: number): void;
}

export type WriteMetrics = (dimensions: MetricDimensions, metrics: readonly Metric[], at: number) => void;

/** Values that one metric of one record may have. Source: CloudWatch "Embedded metric format specification". */
const sampleSize = 100;

const ofFarm = [
  'submit.requests',
  'submit.failed',
  'submit.slow',
  'job.canceled',
  'job.expired',
  'job.failed',
  'webhook.failed',
];
const ofLane = ['job.accepted', 'lease.expired', 'emit.repaired'];

function zeros(): Map<Lane | undefined, Map<string, number>> {
  const zero = (names: readonly string[]): Map<string, number> => new Map(names.map((name) => [name, 0]));
  return new Map([[undefined, zero(ofFarm)], ...LANES.map((lane) => [lane, zero(ofLane)] as const)]);
}

export function createEmfMeter(env: string, writeMetrics: WriteMetrics, random: () => number): FlushingMeter {
  let counts = zeros();
  let samples = new Map<string, Reservoir>();
  const dimensionsOf = (lane: Lane | undefined): MetricDimensions => ({
    ...{ service: 'job-server', env },
    ...(lane === undefined ? {} : { lane }),
  });
  return {
    count(name, lane, by = 1) {
      const named = counts.get(lane) ?? new Map<string, number>();
      counts.set(lane, named.set(name, (named.get(name) ?? 0) + by));
    },
    time(name, ms) {
      const sample = samples.get(name) ?? new Reservoir(sampleSize, random);
      samples.set(name, sample);
      sample.add(ms);
    },
    flush(now) {
      const flushed = { counts, samples };
      counts = zeros();
      samples = new Map();
      for (const [lane, named] of flushed.counts) {
        const metrics = [...named].map(([name, value]): Metric => ({ name, value, unit: 'Count' }));
        writeMetrics(dimensionsOf(lane), metrics, now);
      }
      const timed = [...flushed.samples].map(([name, sample]): Metric => ({
        name,
        value: sample.values,
        unit: 'Milliseconds',
      }));
      if (timed.length > 0) writeMetrics(dimensionsOf(undefined), timed, now);
    },
  };
}
