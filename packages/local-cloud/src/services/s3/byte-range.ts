/** The Range header. Source: RFC 9110 section 14; S3 serves one range, and ignores what it cannot read. */
import { s3Error } from './s3-error.ts';

/** First and last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

export function findRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    if (length === 0) throw unsatisfiable(header, size);
    return { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return undefined;
  if (first >= size) throw unsatisfiable(header, size);
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}

function unsatisfiable(header: string | undefined, size: number): Error {
  return s3Error('InvalidRange', { RangeRequested: header, ActualObjectSize: size });
}
