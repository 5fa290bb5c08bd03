/** GetObject and HeadObject: whole, by range or by part. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { findRange, type ByteRange } from './byte-range.ts';
import { checkRead } from './conditions.ts';
import { type Depot } from './depot.ts';
import { describeObject } from './object-headers.ts';
import { type StoredObject } from './objects.ts';
import { s3Error } from './s3-error.ts';
import { type Target } from './target.ts';

const readBytes = 256 * 1024;

export async function getObject(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  const object = depot.getObject(target);
  const { headers, query, method } = request;
  const isFresh = checkRead(object, headers) === 'not-modified';
  const part = findPart(object, query.get('partNumber'));
  const range = part ?? findRange(headers.range, object.size);
  const wantsChecksum = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && !range;
  const described = describeObject(object, query, wantsChecksum);
  if (isFresh)
    return { status: 304, headers: { etag: described.etag ?? '', 'last-modified': described['last-modified'] ?? '' } };
  if (part && object.detail.isMultipart) described['x-amz-mp-parts-count'] = String(object.detail.segments.length);
  const { first, last } = range ?? { first: 0, last: object.size - 1 };
  described['content-length'] = String(last - first + 1);
  if (range) described['content-range'] = `bytes ${first}-${last}/${object.size}`;
  const status = range ? 206 : 200;
  if (method === 'HEAD') return { status, headers: described };
  return { status, headers: described, body: openBody(depot, target.bucket, object, { first, last }) };
}

/** The bytes of one part; of an object that was put whole, part 1 is all of it. */
function findPart({ detail, size }: StoredObject, number: string | null): ByteRange | undefined {
  if (number === null) return undefined;
  const parts = detail.isMultipart ? detail.segments.map((segment) => segment.size) : [size];
  const index = Number(number) - 1;
  const length = parts[index];
  if (length === undefined) throw s3Error('InvalidRange', {}, 'The requested partnumber is not satisfiable');
  if (length === 0) return undefined;
  const first = parts.slice(0, index).reduce((sum, bytes) => sum + bytes, 0);
  return { first, last: first + length - 1 };
}

/** The files are held from now until the stream closes, so an overwrite meanwhile does not tear it. */
function openBody(depot: Depot, bucket: string, object: StoredObject, range: ByteRange): NodeJS.ReadableStream {
  const release = depot.contents.hold(bucket, object.detail.segments);
  const body = Readable.from(readSegments(depot, bucket, object, range), {
    objectMode: false,
    highWaterMark: readBytes,
  });
  body.once('close', release);
  return body;
}

export async function* readSegments(
  depot: Depot,
  bucket: string,
  { detail }: StoredObject,
  { first, last }: ByteRange,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { id, size } of detail.segments) {
    const start = Math.max(first - offset, 0);
    const end = Math.min(last - offset, size - 1);
    offset += size;
    if (start > end) continue;
    yield* createReadStream(depot.contents.pathOf(bucket, id), { start, end, highWaterMark: readBytes });
  }
}
