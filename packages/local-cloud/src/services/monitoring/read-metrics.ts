/** GetMetricStatistics, GetMetricData and ListMetrics. */
import { AwsError } from '../../service.ts';
import { invalidValue } from './errors.ts';
import { asFields, type Fields, findList, findText, getInstant, getNumber, getText } from './fields.ts';
import { evaluate, type Series } from './metric-math.ts';
import { type MetricName, parseMetricName } from './metric-name.ts';
import { type Metrics } from './metrics.ts';
import { groupByPeriod, statisticOf } from './statistics.ts';
import { Timestamp } from './timestamp.ts';

const maxDatapoints = 1440;
const maxQueries = 500;
const pageSize = 500;

export function getMetricStatistics(metrics: Metrics, fields: Fields): Fields {
  const metric = parseMetricName(fields, getText(fields, 'Namespace'));
  const [startAt, endAt] = parseSpan(fields);
  const periodMs = parsePeriod(fields);
  if ((endAt - startAt) / periodMs > maxDatapoints) {
    throw new AwsError(
      'InvalidParameterCombination',
      `You have requested up to ${Math.ceil((endAt - startAt) / periodMs)} datapoints, which exceeds the limit of ${maxDatapoints}.`,
    );
  }
  const stats = findList(fields, 'Statistics').map(String);
  const extended = findList(fields, 'ExtendedStatistics').map(String);
  if (stats.length + extended.length === 0) {
    throw new AwsError(
      'InvalidParameterCombination',
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  const samples = metrics.find(metric, startAt, endAt, findText(fields, 'Unit'));
  const Datapoints = groupByPeriod(samples, periodMs).map((period) => ({
    Timestamp: new Timestamp(period.at),
    Unit: period.samples[0]?.unit ?? 'None',
    ...Object.fromEntries(stats.map((stat) => [stat, statisticOf(stat, period.samples)])),
    ...(extended.length > 0 && {
      ExtendedStatistics: Object.fromEntries(extended.map((stat) => [stat, statisticOf(stat, period.samples)])),
    }),
  }));
  return { Label: metric.name, Datapoints };
}

export function getMetricData(metrics: Metrics, fields: Fields): Fields {
  const [startAt, endAt] = parseSpan(fields);
  const queries = findList(fields, 'MetricDataQueries').map((query) => asFields(query, 'MetricDataQueries'));
  if (queries.length === 0 || queries.length > maxQueries)
    throw invalidValue('MetricDataQueries must have 1 to 500 members.');
  const series = new Map<string, Series>();
  for (const query of queries) {
    if (query.MetricStat === undefined || query.MetricStat === null) continue;
    series.set(getText(query, 'Id'), readSeries(metrics, asFields(query.MetricStat, 'MetricStat'), startAt, endAt));
  }
  for (const query of queries) {
    const expression = findText(query, 'Expression');
    if (expression !== undefined) series.set(getText(query, 'Id'), evaluate(expression, series));
  }
  const isAscending = findText(fields, 'ScanBy') === 'TimestampAscending';
  const shown = queries.filter((query) => query.ReturnData !== false);
  return { MetricDataResults: shown.map((query) => renderSeries(query, series, isAscending)), Messages: [] };
}

export function listMetrics(metrics: Metrics, fields: Fields): Fields {
  const [namespace, name] = [findText(fields, 'Namespace'), findText(fields, 'MetricName')];
  const filters = findList(fields, 'Dimensions').map((filter) => asFields(filter, 'Dimensions'));
  const matching = metrics
    .list()
    .filter(
      (metric) =>
        (namespace === undefined || metric.namespace === namespace) &&
        (name === undefined || metric.name === name) &&
        filters.every((filter) => hasDimension(metric, filter)),
    );
  const start = Number(findText(fields, 'NextToken') ?? 0);
  if (!Number.isInteger(start) || start < 0) throw invalidValue('NextToken is invalid.');
  const end = start + pageSize;
  return {
    Metrics: matching
      .slice(start, end)
      .map((one) => ({ Namespace: one.namespace, MetricName: one.name, Dimensions: one.dimensions })),
    ...(end < matching.length && { NextToken: String(end) }),
  };
}

function hasDimension({ dimensions }: MetricName, filter: Fields): boolean {
  const [name, value] = [getText(filter, 'Name'), findText(filter, 'Value')];
  return dimensions.some((one) => one.Name === name && (value === undefined || one.Value === value));
}

function readSeries(metrics: Metrics, stat: Fields, startAt: number, endAt: number): Series {
  const sent = asFields(stat.Metric, 'Metric');
  const metric = parseMetricName(sent, getText(sent, 'Namespace'));
  const samples = metrics.find(metric, startAt, endAt, findText(stat, 'Unit'));
  const values = new Map<number, number>();
  for (const period of groupByPeriod(samples, parsePeriod(stat))) {
    const value = statisticOf(getText(stat, 'Stat'), period.samples);
    if (value !== undefined) values.set(period.at, value);
  }
  return { label: metric.name, values };
}

function renderSeries(query: Fields, series: Map<string, Series>, isAscending: boolean): Fields {
  const Id = getText(query, 'Id');
  const found = series.get(Id);
  if (!found) throw invalidValue(`The query ${Id} needs a MetricStat or an Expression.`);
  const points = [...found.values].sort(([a], [b]) => (isAscending ? a - b : b - a));
  return {
    Id,
    Label: findText(query, 'Label') ?? found.label,
    Timestamps: points.map(([at]) => new Timestamp(at)),
    Values: points.map(([, value]) => value),
    StatusCode: 'Complete',
  };
}

function parseSpan(fields: Fields): [number, number] {
  const [startAt, endAt] = [getInstant(fields, 'StartTime'), getInstant(fields, 'EndTime')];
  if (startAt < endAt) return [startAt, endAt];
  throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
}

/** Milliseconds: 1, 5, 10, 20, 30 or a multiple of 60 seconds. */
function parsePeriod(fields: Fields): number {
  const seconds = getNumber(fields, 'Period');
  const isValid = [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
  if (!isValid) throw invalidValue(`The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.`);
  return seconds * 1000;
}
