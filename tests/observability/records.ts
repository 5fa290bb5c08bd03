/** What the processes of a farm wrote as metrics, read from its log files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One metric as emitted: `<service>/<name>`, its unit, dimensions and values. */
export interface Emitted {
  key: string;
  unit: string;
  dimensions: readonly string[];
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
        dimensions,
        values: [record[Name]].flat().map(Number),
      })),
    ),
  );
}

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
