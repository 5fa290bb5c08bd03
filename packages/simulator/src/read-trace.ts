/**
 * A trace out of CSV: `arrival_seconds,service_seconds` and optionally `lane,tenant,deadline_seconds,features`, in any order of columns and
 * lines. Features are `name=value` pairs with `;` between: `frames=300;pixels=2073600;engine=reel`. Read as a stream; the result is sorted.
 */
import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { LANES } from '@reelyard/contracts';
import { CsvError, type Info, parse } from 'csv-parse';
import { type Arrival, commonArrival, sortTrace, type Trace } from './trace.ts';

/** What is wrong with a trace and where. */
export class TraceError extends Error {}

const REQUIRED = ['arrival_seconds', 'service_seconds'] as const;
const OPTIONAL = ['lane', 'tenant', 'deadline_seconds', 'features'] as const;
const KNOWN: readonly string[] = [...REQUIRED, ...OPTIONAL];

type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
type Row = Partial<Record<Column, string>>;

/** @throws TraceError with the file's name, the line and the column; the error of the file system when it cannot be read */
export async function readTraceFile(file: string): Promise<Trace> {
  return readTrace(createReadStream(file), file);
}

/** @param name stands in messages */
export async function readTrace(input: Readable, name = 'trace'): Promise<Trace> {
  const parser = parse({
    columns: (header: string[]) => checkHeader(header, name),
    info: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  });
  input.on('error', (error) => parser.destroy(error));
  const arrivals: Arrival[] = [];
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<{ record: Row; info: Info }>)
      arrivals.push(toArrival(record, `${name}:${info.lines}`));
  } catch (error) {
    throw error instanceof CsvError ? new TraceError(`${name}:${error['lines'] ?? '?'}: ${error.message}`) : error;
  }
  if (arrivals.length === 0) throw new TraceError(`${name}: no arrival in it`);
  return sortTrace(arrivals);
}

function checkHeader(header: readonly string[], name: string): string[] {
  const columns = header.map((column) => column.toLowerCase());
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new TraceError(`${name}:1: no column ${missing.join(', ')}; found ${columns.join(', ')}`);
  const unknown = columns.filter((column) => !KNOWN.includes(column));
  if (unknown.length > 0)
    throw new TraceError(`${name}:1: unknown column ${unknown.join(', ')}; known are ${KNOWN.join(', ')}`);
  return columns;
}

function toArrival(row: Row, where: string): Arrival {
  const at = readNumber(row, 'arrival_seconds', where);
  const service = readNumber(row, 'service_seconds', where);
  if (service === 0) throw new TraceError(`${where}: service_seconds is 0; a task takes time`);
  return {
    ...commonArrival,
    at,
    service,
    ...(row.lane ? { lane: readLane(row.lane, where) } : {}),
    ...(row.tenant ? { tenant: row.tenant } : {}),
    ...(row.deadline_seconds ? { deadlineSeconds: readNumber(row, 'deadline_seconds', where) } : {}),
    ...readFeatures(row.features ?? '', where),
  };
}

function readNumber(row: Row, column: Column, where: string): number {
  return toNumber(row[column] ?? '', column, where);
}

function toNumber(text: string, what: string, where: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new TraceError(`${where}: ${what} is "${text}"; expected a number ≥ 0`);
  return value;
}

function readLane(text: string, where: string): Arrival['lane'] {
  const lane = LANES.find((each) => each === text);
  if (!lane) throw new TraceError(`${where}: lane is "${text}"; expected ${LANES.join(', ')}`);
  return lane;
}

function readFeatures(text: string, where: string): Partial<Pick<Arrival, 'frames' | 'pixels' | 'engine'>> {
  const pairs = text.split(';').filter((pair) => pair.trim() !== '');
  return Object.assign({}, ...pairs.map((pair) => readFeature(pair, where))) as ReturnType<typeof readFeatures>;
}

function readFeature(pair: string, where: string): Partial<Pick<Arrival, 'frames' | 'pixels' | 'engine'>> {
  const [name = '', value] = pair.split('=').map((part) => part.trim());
  if (value === undefined || value === '')
    throw new TraceError(`${where}: features has "${pair}"; expected name=value`);
  if (name === 'engine') return { engine: value };
  if (name === 'frames' || name === 'pixels') return { [name]: toNumber(value, name, where) };
  throw new TraceError(`${where}: unknown feature "${name}"; known are frames, pixels, engine`);
}
