/**
 * Records of ours out of what CloudWatch and terminals make of them: NDJSON, with a time stamp or a stream in front (`aws logs tail`, an
 * export to S3, gzipped or not), inside the `message` of `aws logs filter-log-events`, or wrapped by Lambda's JSON format. Other lines are
 * passed over.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export type LogRecord = Readonly<Record<string, unknown>>;

/** @throws the error of the file system, or of gzip */
export async function* readRecords(file: string): AsyncGenerator<LogRecord> {
  const raw = createReadStream(file);
  const input: Readable = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const failed = new Promise<never>((_resolve, reject) => {
    raw.once('error', reject);
    input.once('error', reject);
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const line = await Promise.race([lines.next(), failed]);
    if (line.done) return;
    const record = findRecord(line.value);
    if (record) yield record;
  }
}

const messageLine = /^\s*"message":\s*("(?:[^"\\]|\\.)*")\s*,?\s*$/;

export function findRecord(line: string): LogRecord | undefined {
  const quoted = messageLine.exec(line)?.[1];
  if (quoted !== undefined) return findRecord(String(JSON.parse(quoted)));
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const parsed: unknown = JSON.parse(line.slice(start));
    return isRecord(parsed) ? unwrap(parsed) : undefined;
  } catch {
    return undefined;
  }
}

function unwrap(record: LogRecord): LogRecord {
  const { message } = record;
  if (isRecord(message)) return message;
  return typeof message === 'string' && record['event'] === undefined ? (findRecord(message) ?? record) : record;
}

function isRecord(value: unknown): value is LogRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
