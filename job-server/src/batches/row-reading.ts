/** A row as its format gave it: a value, or what is wrong with it alone. */
import { createHash } from 'node:crypto';
import { type ProblemItem, type RowError } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { findJsonError } from '../core/find-json-error.ts';
import { findForbiddenName } from '../core/find-forbidden-name.ts';
import { exceedsDepth } from '../core/scan-depth.ts';

export interface RowReading {
  /** From 1. */
  readonly row: number;
  /** Of the text, from 1. */
  readonly line?: number;
  /** What it was made of: the same row of another request has the same. */
  readonly fingerprint: string;
  /** Bytes of its text, about. */
  readonly size: number;
  readonly content:
    | { readonly kind: 'value'; readonly value: Record<string, unknown> }
    | { readonly kind: 'bad'; readonly error: RowError };
}

export function rowError(code: string, errors: readonly ProblemItem[]): RowError {
  const [first] = errors;
  const detail = first === undefined ? code : `${first.pointer || 'the row'}: ${first.detail}`;
  return { code, detail, errors: errors.slice(0, apiLimits.batchErrorsOfRow) };
}

export const badRow = (code: string, detail: string, pointer = ''): RowReading['content'] => ({
  kind: 'bad',
  error: rowError('invalid_row', [{ pointer, code, detail }]),
});

export const fingerprintOf = (text: string | Buffer): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);

export const tooLargeRow = (row: number, line?: number): RowReading => ({
  ...{ row, ...(line === undefined ? {} : { line }), fingerprint: 'too-large', size: 0 },
  content: badRow('row_too_large', `has more than ${apiLimits.batchRowBytes} bytes`),
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A row that is a text of JSON. */
export function jsonRow(bytes: Buffer, row: number, line?: number): RowReading {
  const place = { row, ...(line === undefined ? {} : { line }), fingerprint: fingerprintOf(bytes), size: bytes.length };
  return { ...place, content: parseRow(bytes) };
}

function parseRow(bytes: Buffer): RowReading['content'] {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return badRow('malformed_json', 'is not UTF-8');
  }
  if (exceedsDepth(text, apiLimits.bodyDepth)) {
    return badRow('limit_depth', `is nested deeper than ${apiLimits.bodyDepth} levels`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return badRow('malformed_json', `is not JSON at position ${findJsonError(text) ?? 0} of the row`);
  }
  const forbidden = findForbiddenName(text, value);
  if (forbidden !== undefined) return { kind: 'bad', error: rowError('invalid_row', [forbidden]) };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { kind: 'value', value: value as Record<string, unknown> };
  }
  return badRow('invalid_type', 'is not an object');
}
