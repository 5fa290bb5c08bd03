/** Rows of a batch that is one text of JSON, after the fields that stand before them. */
import { findForbiddenName } from '../core/find-forbidden-name.ts';
import { without } from '../core/without.ts';
import { BatchFault } from './batch-fault.ts';
import { type RowReading, jsonRow, tooLargeRow } from './row-reading.ts';
import { type JsonPiece, JsonSplitter } from './split-json.ts';

export interface JsonBatch {
  /** Without `rows`. */
  readonly fields: Record<string, unknown>;
  readonly rows: AsyncGenerator<RowReading>;
}

/** Resolves once the rows begin. @throws BatchFault */
export async function openJson(chunks: AsyncIterable<Buffer>): Promise<JsonBatch> {
  const pieces = split(chunks);
  const first = await pieces.next();
  if (first.done === true || first.value.kind !== 'fields') throw new BatchFault('malformed_json', 'the body is empty');
  return { fields: parseFields(first.value.text), rows: readRows(pieces) };
}

async function* split(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonPiece> {
  const splitter = new JsonSplitter();
  for await (const chunk of chunks) yield* splitter.push(chunk);
  splitter.end();
}

async function* readRows(pieces: AsyncIterable<JsonPiece>): AsyncGenerator<RowReading> {
  let row = 0;
  for await (const piece of pieces) {
    if (piece.kind !== 'row') continue;
    row += 1;
    yield piece.bytes === undefined ? tooLargeRow(row) : jsonRow(piece.bytes, row);
  }
}

function parseFields(text: string): Record<string, unknown> {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new BatchFault('malformed_json', 'the fields before rows are not JSON');
  }
  const forbidden = findForbiddenName(text, fields);
  if (forbidden === undefined) return without(fields, 'rows');
  throw new BatchFault('malformed_request', `${forbidden.pointer} of the body ${forbidden.detail}`, [forbidden]);
}
