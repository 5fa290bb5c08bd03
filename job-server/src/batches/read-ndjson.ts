/** Rows of `application/x-ndjson`: one text of JSON a line; empty lines count as lines alone. Holds one line at a time. */
import { apiLimits } from '../core/api-limits.ts';
import { type RowReading, jsonRow, tooLargeRow } from './row-reading.ts';

const newline = 0x0a;

export async function* readNdjson(chunks: AsyncIterable<Buffer>): AsyncGenerator<RowReading> {
  let row = 0;
  for await (const { line, bytes } of splitLines(chunks, apiLimits.batchRowBytes)) {
    if (bytes === undefined) yield tooLargeRow((row += 1), line);
    else if (!isBlank(bytes)) yield jsonRow(bytes, (row += 1), line);
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

interface Line {
  readonly line: number;
  /** Absent: longer than the limit. */
  readonly bytes: Buffer | undefined;
}

async function* splitLines(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line> {
  let line = 1;
  let held: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer): void => {
    size += part.length;
    if (size <= maxBytes) held.push(part);
    else held = [];
  };
  const done = (): Line => {
    const whole = { line, bytes: size > maxBytes ? undefined : Buffer.concat(held) };
    line += 1;
    held = [];
    size = 0;
    return whole;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, at));
      yield done();
      from = at + 1;
    }
    take(chunk.subarray(from));
  }
  if (size > 0) yield done();
}
