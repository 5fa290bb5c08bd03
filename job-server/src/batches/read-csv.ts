/**
 * Rows of `text/csv` (RFC 4180): a header that names variables of the template, then one row a record. A cell has the type that its variable declares;
 * an empty cell without quotes is no value, so that the default counts. A broken quote ends the reading: nobody knows where rows begin after it.
 */
import { Readable } from 'node:stream';
import { type VariableDeclarations } from '@reelyard/contracts';
import { CsvError, type Info, parse } from 'csv-parse';
import { apiLimits } from '../core/api-limits.ts';
import { typeCell } from '../core/batches/type-cell.ts';
import { BatchFault } from './batch-fault.ts';
import { type RowReading, badRow, fingerprintOf, rowError } from './row-reading.ts';

type Cell = string | undefined;

interface CsvRecord {
  readonly record: readonly Cell[];
  readonly info: Info;
}

export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  declared: VariableDeclarations,
): AsyncGenerator<RowReading> {
  const parser = parse({
    ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
    max_record_size: apiLimits.batchRowBytes,
    cast: (text, { quoting }) => (text === '' && !quoting ? undefined : text),
  });
  const source = Readable.from(chunks, { objectMode: false });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: readonly string[] | undefined;
  let row = 0;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (columns === undefined) columns = readHeader(record, declared);
      else yield readRecord(record, columns, declared, (row += 1), line);
      line = info.lines + 1;
    }
  } catch (error) {
    throw error instanceof CsvError ? faultOf(error) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (columns === undefined)
    throw new BatchFault('invalid_batch', 'the body is empty: its first line names the columns');
}

const faultOf = (error: CsvError): BatchFault =>
  error.code === 'CSV_MAX_RECORD_SIZE'
    ? new BatchFault(
        'invalid_batch',
        `a row has more than ${apiLimits.batchRowBytes} bytes, or a quote was never closed`,
      )
    : new BatchFault('invalid_batch', `not CSV: ${error.message}`);

/** @throws BatchFault that names every column that is wrong */
function readHeader(record: readonly Cell[], declared: VariableDeclarations): string[] {
  const columns = record.map((name = '') => name.trim());
  const known = Object.keys(declared).join(', ') || 'none';
  const errors = columns.flatMap((name, at) => {
    const wrong = (detail: string) => [{ pointer: `/columns/${at}`, code: 'unknown_column', detail }];
    if (!Object.hasOwn(declared, name)) return wrong(`"${name.slice(0, 64)}" is no variable of the template: ${known}`);
    return columns.indexOf(name) < at ? wrong(`"${name}" is there twice`) : [];
  });
  const [first] = errors;
  if (first) throw new BatchFault('invalid_batch', `column ${first.detail}`, errors.slice(0, apiLimits.batchErrors));
  return columns;
}

function readRecord(
  record: readonly Cell[],
  columns: readonly string[],
  declared: VariableDeclarations,
  row: number,
  line: number,
): RowReading {
  const text = JSON.stringify(record);
  const place = { row, line, fingerprint: fingerprintOf(text), size: text.length };
  if (record.length !== columns.length) {
    const detail = `has ${record.length} cells, the header has ${columns.length}`;
    return { ...place, content: badRow('wrong_columns', detail) };
  }
  const value: Record<string, unknown> = {};
  const errors = columns.flatMap((name, at) => {
    const cell = record[at];
    const type = declared[name]?.type;
    if (cell === undefined || type === undefined) return [];
    const typed = typeCell(cell, type);
    if (typed.kind === 'wrong') return [{ pointer: `/variables/${name}`, code: 'variable_type', detail: typed.detail }];
    value[name] = typed.value;
    return [];
  });
  if (errors.length > 0) return { ...place, content: { kind: 'bad', error: rowError('invalid_row', errors) } };
  return { ...place, content: { kind: 'value', value } };
}
