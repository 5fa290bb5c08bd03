/** One time series: a metric with its dimensions, read by one statistic. Our own are checked against the catalogue by their type. */
import { type Lane } from '@reelyard/contracts';
import { definitionOf, type MetricKey } from './metrics.ts';
import { type FarmView } from './view.ts';

export type Stat =
  | 'Sum'
  | 'Average'
  | 'Maximum'
  | 'Minimum'
  | 'SampleCount'
  | `p${number}`
  /** Percentage of values up to the bound. */
  | `PR(:${number})`;

export interface Series {
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, string>>;
  stat: Stat;
}

export interface Where {
  lane?: Lane;
  pool?: string;
}

/** @throws Error when the metric has other dimensions */
export function own({ environment }: FarmView, key: MetricKey, stat: Stat, where: Where = {}): Series {
  const { by } = definitionOf(key);
  const given = where.lane === undefined ? (where.pool === undefined ? 'farm' : 'pool') : 'lane';
  if (given !== by) throw new Error(`${key} is by ${by}, not by ${given}`);
  const [service = '', metric = ''] = key.split('/');
  return { namespace: 'Reelyard', metric, dimensions: { service, env: environment, ...where }, stat };
}

/** A metric that AWS emits. */
export function aws(service: string, metric: string, stat: Stat, dimensions: Readonly<Record<string, string>>): Series {
  return { namespace: `AWS/${service}`, metric, dimensions, stat };
}
