/** What names a metric: namespace, name and dimensions in whatever order. */
import { invalidValue } from './errors.ts';
import { asFields, type Fields, findList, getText } from './fields.ts';

export interface Dimension {
  Name: string;
  Value: string;
}

export interface MetricName {
  namespace: string;
  name: string;
  /** Sorted by name: two lists in another order are one metric. */
  dimensions: Dimension[];
}

/** Source: CloudWatch API Reference, MetricDatum. */
const maxDimensions = 30;

/** @param fields with `MetricName` and `Dimensions`. */
export function parseMetricName(fields: Fields, namespace: string): MetricName {
  return { namespace, name: getText(fields, 'MetricName'), dimensions: parseDimensions(fields) };
}

function parseDimensions(fields: Fields): Dimension[] {
  const dimensions = findList(fields, 'Dimensions').map((value) => {
    const dimension = asFields(value, 'Dimensions');
    return { Name: getText(dimension, 'Name'), Value: getText(dimension, 'Value') };
  });
  if (dimensions.length > maxDimensions) throw invalidValue(`At most ${maxDimensions} dimensions are allowed.`);
  return dimensions.sort((a, b) => (a.Name < b.Name ? -1 : 1));
}
