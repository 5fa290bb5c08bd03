/**
 * Metrics in CloudWatch's embedded metric format: a log line that CloudWatch turns into metrics.
 * Namespace `Reelyard`; dimensions are service, env, pool and lane only; ids go into properties, never into dimensions.
 * Source: CloudWatch "Embedded metric format specification".
 */
export type MetricUnit = 'Count' | 'Milliseconds' | 'Seconds' | 'Bytes' | 'Percent' | 'None';

export interface MetricDimensions {
  service: string;
  env: string;
  pool?: string;
  lane?: string;
}

export interface Metric {
  name: string;
  /** Or up to 100 values of the same instant. */
  value: number | readonly number[];
  unit: MetricUnit;
}

/** One record: metrics with their dimensions, and free properties. Returns the JSON line. */
export function formatMetrics(
  dimensions: MetricDimensions,
  metrics: readonly Metric[],
  at: number,
  properties: Readonly<Record<string, unknown>> = {},
): string {
  const named = Object.fromEntries(Object.entries(dimensions).filter(([, value]) => value !== undefined));
  return JSON.stringify({
    ...properties,
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: 'Reelyard',
          Dimensions: [Object.keys(named)],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ...named,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  });
}

/** Writes one metrics record to standard output, where the log driver picks it up. */
export function emitMetrics(
  dimensions: MetricDimensions,
  metrics: readonly Metric[],
  at: number,
  properties: Readonly<Record<string, unknown>> = {},
): void {
  process.stdout.write(`${formatMetrics(dimensions, metrics, at, properties)}\n`);
}
