/** Which bucket and key a path names. A key is any text of 1 to 1024 bytes of UTF-8; it is never read as a path. */
import { s3Error } from './s3-error.ts';

export interface Target {
  /** Empty: the service itself. */
  bucket: string;
  /** Empty: the bucket itself. */
  key: string;
}

const maxKeyBytes = 1024;

/** @param path as sent, percent-encoded, without the query. */
export function parseTarget(path: string): Target {
  const slash = path.indexOf('/', 1);
  const bucket = decode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? '' : decode(path.slice(slash + 1));
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw s3Error('KeyTooLongError', { Size: Buffer.byteLength(key), MaxSizeAllowed: maxKeyBytes });
  }
  return { bucket, key };
}

/** The value of `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded, perhaps with a version. */
export function parseCopySource(value: string): Target {
  const path = value.replace(/\?versionId=.*$/, '');
  const target = parseTarget(path.startsWith('/') ? path : `/${path}`);
  if (target.key === '') throw s3Error('InvalidArgument', {}, 'Invalid copy source object key');
  return target;
}

export function isBucketName(name: string): boolean {
  return /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error('InvalidURI', { URI: text });
  }
}
