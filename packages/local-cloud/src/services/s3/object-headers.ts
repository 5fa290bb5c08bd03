/** Headers that come with an object and go with it again. */
import { headerOf } from './checksum.ts';
import { type StoredObject } from './objects.ts';
import { s3Error } from './s3-error.ts';

type Headers = Record<string, string>;

/** Kept with the object, and what a reader may ask to be answered otherwise (`response-…`). */
const contentHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const kept = new Set([
  ...contentHeaders,
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
]);
/** Bytes of names and values of user metadata. Source: S3 User Guide, "Working with object metadata". */
const maxMetadataBytes = 2048;

/** What to store of the headers of an upload. */
export function pickHeaders(headers: Headers): Headers {
  const picked: Headers = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    const isMetadata = name.startsWith('x-amz-meta-');
    if (isMetadata) metadataBytes += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value);
    if (isMetadata || kept.has(name)) picked[name] = value;
  }
  if (metadataBytes > maxMetadataBytes) {
    throw s3Error('InvalidRequest', {}, 'Your metadata headers exceed the maximum allowed metadata size');
  }
  const encoding = withoutChunked(picked['content-encoding'] ?? '');
  delete picked['content-encoding'];
  return encoding === '' ? picked : { ...picked, 'content-encoding': encoding };
}

/** Headers of GET and HEAD, without those of the body's length. */
export function describeObject(object: StoredObject, query: URLSearchParams, withChecksum: boolean): Headers {
  const { headers, checksum, tags } = object.detail;
  const tagCount = Object.keys(tags).length;
  const described: Headers = {
    ...headers,
    'accept-ranges': 'bytes',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    ...(tagCount > 0 && { 'x-amz-tagging-count': String(tagCount) }),
    ...(withChecksum &&
      checksum && { [headerOf(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }),
  };
  for (const name of contentHeaders) {
    const value = query.get(`response-${name}`);
    if (value !== null) described[name] = value;
  }
  return described;
}

/** Tags as the header and presigned URLs carry them: `a=1&b=2`. */
export function parseTagging(text: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text ?? ''));
}

function withoutChunked(encodings: string): string {
  return encodings
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked')
    .join(',');
}
