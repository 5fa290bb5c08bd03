/** Statistics of the samples of each period. Pure. Source: CloudWatch User Guide, "Statistics definitions". */
import { invalidValue } from './errors.ts';
import { type Sample } from './metrics.ts';

export interface Period {
  /** Start, a multiple of the period since 1970, in milliseconds. */
  at: number;
  samples: Sample[];
}

/** @param samples in order of time; periods without any are left out. */
export function groupByPeriod(samples: Sample[], periodMs: number): Period[] {
  const periods: Period[] = [];
  for (const sample of samples) {
    const at = Math.floor(sample.at / periodMs) * periodMs;
    const last = periods.at(-1);
    if (last?.at === at) last.samples.push(sample);
    else periods.push({ at, samples: [sample] });
  }
  return periods;
}

/** Undefined when the samples do not tell: percentiles need values, and statistic sets have none. */
export function statisticOf(stat: string, samples: Sample[]): number | undefined {
  const count = samples.reduce((total, sample) => total + sample.count, 0);
  const sum = samples.reduce((total, sample) => total + sample.sum, 0);
  switch (stat) {
    case 'SampleCount':
      return count;
    case 'Sum':
      return sum;
    case 'Average':
      return count === 0 ? undefined : sum / count;
    case 'Minimum':
      return Math.min(...samples.map(({ min }) => min));
    case 'Maximum':
      return Math.max(...samples.map(({ max }) => max));
    default:
      return percentileOf(stat, samples);
  }
}

/** Interpolates between neighbors. */
function percentileOf(stat: string, samples: Sample[]): number | undefined {
  const percent = Number(/^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(stat)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) throw invalidValue(`The statistic ${stat} is not supported.`);
  if (samples.some(({ min, max }) => min !== max)) return undefined;
  const sorted = [...samples].sort((a, b) => a.min - b.min);
  const count = sorted.reduce((total, sample) => total + sample.count, 0);
  const rank = (percent / 100) * (count - 1);
  const [below, above] = [valueAt(sorted, Math.floor(rank)), valueAt(sorted, Math.ceil(rank))];
  return below + (above - below) * (rank - Math.floor(rank));
}

function valueAt(sorted: Sample[], rank: number): number {
  let passed = 0;
  for (const { min, count } of sorted) {
    passed += count;
    if (rank < passed) return min;
  }
  return sorted.at(-1)?.max ?? 0;
}
