/** What the processes of a farm wrote as metrics, read from its log files. */
import { type Series } from '@reelyard/infra';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

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
  return readLogs(dir).flatMap((text) =>
    text.split('\n').flatMap((line) => (line.includes('"_aws"') ? toEmitted(parse(line)) : [])),
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

/** Texts of all logs. Those of a machine that ends are copied before its disk goes: for a moment they are there twice, and then not where they were. */
function readLogs(dir: string): string[] {
  const texts = new Map<string, string>();
  for (const file of listLogs(dir)) {
    const text = readOrNothing(file);
    if (text === undefined) return readLogs(dir);
    const name = ofMachine(file) ?? file;
    if (text.length >= (texts.get(name) ?? '').length) texts.set(name, text);
  }
  return [...texts.values()];
}

/** Which log of which machine, wherever it lies. */
function ofMachine(file: string): string | undefined {
  const [, machine] = /[/\\](i-[0-9a-f]{17})[/\\]/.exec(file) ?? [];
  return machine && `${machine} ${basename(file)}`;
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function listLogs(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(log|out)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    // A folder of the farm went while it was listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(dir)) return listLogs(dir);
    throw error;
  }
}
