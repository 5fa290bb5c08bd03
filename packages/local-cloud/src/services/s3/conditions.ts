/** Conditional requests. Source: RFC 9110 section 13, and S3 User Guide, "Conditional requests". */
import { type StoredObject } from './objects.ts';
import { s3Error } from './s3-error.ts';

type Headers = Record<string, string>;

/** @returns `not-modified` when the client's copy is current; throws PreconditionFailed. */
export function checkRead(object: StoredObject, headers: Headers, prefix = ''): 'read' | 'not-modified' {
  const value = (name: string): string | undefined => headers[`${prefix}${name}`];
  const [ifMatch, ifNoneMatch] = [value('if-match'), value('if-none-match')];
  const [unmodifiedSince, modifiedSince] = [
    parseDate(value('if-unmodified-since')),
    parseDate(value('if-modified-since')),
  ];
  if (ifMatch !== undefined && !matches(object, ifMatch))
    throw s3Error('PreconditionFailed', { Condition: 'If-Match' });
  if (ifMatch === undefined && unmodifiedSince !== undefined && object.modifiedAt > unmodifiedSince) {
    throw s3Error('PreconditionFailed', { Condition: 'If-Unmodified-Since' });
  }
  if (ifNoneMatch !== undefined) return matches(object, ifNoneMatch) ? 'not-modified' : 'read';
  if (modifiedSince !== undefined && object.modifiedAt <= modifiedSince) return 'not-modified';
  return 'read';
}

/** For PutObject and CompleteMultipartUpload; `current` is what is there at the moment of the write. */
export function checkWrite(current: StoredObject | undefined, headers: Headers): void {
  const [ifMatch, ifNoneMatch] = [headers['if-match'], headers['if-none-match']];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw s3Error('NotImplemented', { Header: 'If-None-Match' });
  if (ifNoneMatch === '*' && current) throw s3Error('PreconditionFailed', { Condition: 'If-None-Match' });
  if (ifMatch === undefined) return;
  if (!current) throw s3Error('NoSuchKey');
  if (!matches(current, ifMatch)) throw s3Error('PreconditionFailed', { Condition: 'If-Match' });
}

function matches({ etag }: StoredObject, list: string): boolean {
  return list.split(',').some((one) => {
    const text = one.trim().replace(/^W\//, '').replaceAll('"', '');
    return text === '*' || text === etag;
  });
}

function parseDate(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
