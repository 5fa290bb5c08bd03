/** PutMetricData. */
import { AwsError } from '../../service.ts';
import { invalidValue } from './errors.ts';
import { asFields, type Fields, findInstant, findList, findNumber, findText, getNumber, getText } from './fields.ts';
import { type MetricName, parseMetricName } from './metric-name.ts';
import { type Sample } from './metrics.ts';

const maxMetrics = 1000;
const maxValues = 150;
/** Milliseconds before and after now. Source: CloudWatch API Reference, MetricDatum. */
const [oldestMs, newestMs] = [14 * 86_400_000, 2 * 3_600_000];

export interface Measurement {
  metric: MetricName;
  samples: Sample[];
}

export function parseMetricData(fields: Fields, now: number): Measurement[] {
  const namespace = getText(fields, 'Namespace');
  if (namespace.startsWith('AWS/') || namespace.length > 255) {
    throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
  }
  const data = [...findList(fields, 'MetricData'), ...findEntityData(fields)];
  if (data.length === 0) throw new AwsError('MissingParameter', 'The parameter MetricData is required.');
  if (data.length > maxMetrics)
    throw invalidValue(`The collection MetricData must not have a size greater than ${maxMetrics}.`);
  return data.map((value) => {
    const datum = asFields(value, 'MetricData');
    const metric = parseMetricName(datum, namespace);
    return { metric, samples: parseSamples(datum, now) };
  });
}

function findEntityData(fields: Fields): unknown[] {
  return findList(fields, 'EntityMetricData').flatMap((one) =>
    findList(asFields(one, 'EntityMetricData'), 'MetricData'),
  );
}

function parseSamples(datum: Fields, now: number): Sample[] {
  const at = Math.floor(findInstant(datum, 'Timestamp') ?? now);
  if (at < now - oldestMs || at > now + newestMs) {
    throw invalidValue(
      'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks and no more than two hours ahead.',
    );
  }
  const base = { at, unit: findText(datum, 'Unit') ?? 'None' };
  const value = findNumber(datum, 'Value');
  if (value !== undefined) return [{ ...base, ...single(value, 1) }];
  if (datum.StatisticValues !== undefined && datum.StatisticValues !== null) {
    const set = asFields(datum.StatisticValues, 'StatisticValues');
    const [count, sum] = [getNumber(set, 'SampleCount'), getNumber(set, 'Sum')];
    return [{ ...base, count, sum, min: getNumber(set, 'Minimum'), max: getNumber(set, 'Maximum') }];
  }
  return parseValues(datum).map((one) => ({ ...base, ...one }));
}

function parseValues(datum: Fields): Omit<Sample, 'at' | 'unit'>[] {
  const values = findList(datum, 'Values');
  const counts = findList(datum, 'Counts');
  if (values.length === 0) throw new AwsError('MissingParameter', 'The parameter Value is required.');
  if (values.length > maxValues || (counts.length > 0 && counts.length !== values.length)) {
    throw new AwsError(
      'InvalidParameterCombination',
      `Values and Counts must have the same length, at most ${maxValues}.`,
    );
  }
  return values.map((value, index) => {
    const count = counts[index] ?? 1;
    if (typeof value !== 'number' || typeof count !== 'number' || !Number.isFinite(value) || !(count > 0)) {
      throw invalidValue('Values and Counts must be numbers.');
    }
    return single(value, count);
  });
}

function single(value: number, count: number): Omit<Sample, 'at' | 'unit'> {
  return { min: value, max: value, sum: value * count, count };
}
