/** What the processes of a farm wrote as metrics, read from its log files. */
import { type Series } from '@reelyard/infra';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One metric as emitted: `<service>/<name>`, its unit, dimensions and values. */
export interface Emitted {
  key: string;
  unit: string;
  dimensions: Readonly<Record<string, string>>;
  values: readonly number[];
}

interface EmfRecord {
  service?: string;
  _aws: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[] };
  [field: string]: unknown;
}

export function readEmitted(dir: string): Emitted[] {
  return listLogs(dir).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => (line.includes('"_aws"') ? toEmitted(parse(line)) : [])),
  );
}

function toEmitted(record: EmfRecord | undefined): Emitted[] {
  if (!record) return [];
  return record._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((dimensions) =>
      Metrics.map(({ Name, Unit }) => ({
        key: `${String(record.service)}/${Name}`,
        unit: Unit,
        dimensions: Object.fromEntries(dimensions.map((name) => [name, String(record[name])])),
        values: [record[Name]].flat().map(Number),
      })),
    ),
  );
}

/** What one series would show if the whole run were one period; undefined without data. */
export function readSeries(emitted: readonly Emitted[], { metric, dimensions, stat }: Series): number | undefined {
  const values = emitted
    .filter(
      ({ key, dimensions: own }) =>
        key.endsWith(`/${metric}`) && JSON.stringify(sorted(own)) === JSON.stringify(sorted(dimensions)),
    )
    .flatMap((each) => each.values);
  if (values.length === 0) return undefined;
  if (stat === 'Sum') return values.reduce((sum, value) => sum + value, 0);
  if (stat === 'SampleCount') return values.length;
  const [, bound] = /^PR\(:(\d+)\)$/.exec(stat) ?? [];
  if (bound === undefined) throw new Error(`no ${stat} here`);
  return (100 * values.filter((value) => value <= Number(bound)).length) / values.length;
}

const sorted = (dimensions: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(dimensions).sort(([a], [b]) => a.localeCompare(b));

/** The last line of a process that is still writing may be half a line. */
function parse(line: string): EmfRecord | undefined {
  try {
    return JSON.parse(line.slice(line.indexOf('{'))) as EmfRecord;
  } catch {
    return undefined;
  }
}

function listLogs(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(log|out)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
