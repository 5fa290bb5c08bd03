/**
 * Multipart uploads. Completing one moves no bytes: the object's row lists the files of its parts in order.
 */
import { randomBytes } from 'node:crypto';
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { algorithms, compositeOf, findNamed, headerOf, newDigest, type Checksum } from './checksum.ts';
import { checkWrite } from './conditions.ts';
import { type Depot } from './depot.ts';
import { readSegments } from './get-object.ts';
import { etagOfParts, parseCompletion, pickParts } from './part-list.ts';
import { parseTagging, pickHeaders } from './object-headers.ts';
import { type StoredObject } from './objects.ts';
import { checksumHeaders } from './put-object.ts';
import { s3Error } from './s3-error.ts';
import { type Target } from './target.ts';
import { uploadBody } from './upload-body.ts';
import { type Part, type Upload } from './uploads.ts';
import { readBody } from '../../wire/read-body.ts';
import { xmlReply } from './xml.ts';

const maxPartNumber = 10_000;

export async function createUpload(
  depot: Depot,
  { bucket, key }: Target,
  { headers }: ServiceRequest,
): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  const algorithm = findNamed(headers['x-amz-checksum-algorithm']);
  const wantsFull = (headers['x-amz-checksum-type'] ?? '').toUpperCase() === 'FULL_OBJECT';
  const checksumType = wantsFull || algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const upload: Upload = {
    id: randomBytes(24).toString('base64url'),
    bucket,
    key,
    startedAt: depot.host.now(),
    headers: pickHeaders(headers),
    tags: parseTagging(headers['x-amz-tagging']),
    ...(algorithm && { algorithm }),
    checksumType,
  };
  await depot.host.store.write(() => depot.uploads.add(upload));
  const described: Record<string, string> = algorithm
    ? { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': checksumType }
    : {};
  return xmlReply('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: upload.id }, described);
}

export async function uploadPart(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  const number = parsePartNumber(request.query);
  const { id } = getUpload(depot, target, request);
  const { segment, md5, checksum } = await uploadBody(depot.contents, target.bucket, request);
  const part: Part = { number, segment, etag: md5, modifiedAt: depot.nowInSeconds(), ...(checksum && { checksum }) };
  await savePart(depot, target, id, part);
  return { status: 200, headers: { etag: `"${md5}"`, ...checksumHeaders(checksum) } };
}

export async function completeUpload(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  const wanted = parseCompletion(await readBody(request.raw));
  const upload = getUpload(depot, target, request);
  const parts = pickParts(wanted, depot.uploads.listParts(upload.id));
  const object = assemble(depot, upload, parts);
  const checksum = await summarize(depot, upload, parts, object);
  checkClaim(request.headers, checksum);
  if (checksum) object.detail.checksum = checksum;
  const { bucket, key } = target;
  const used = new Set(parts.map((part) => part.segment.id));
  const unused = depot.uploads.listParts(upload.id).filter((part) => !used.has(part.segment.id));
  const stillThere = (current: StoredObject | undefined): void => {
    depot.uploads.get(upload.id, bucket, key);
    for (const part of parts) checkUnchanged(depot, upload, part);
    checkWrite(current, request.headers);
  };
  await depot.replace(bucket, object, stillThere, () => depot.uploads.remove(upload.id));
  depot.contents.discard(
    bucket,
    unused.map((part) => part.segment),
  );
  return xmlReply('CompleteMultipartUploadResult', {
    Location: `${depot.host.endpoint()}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${object.etag}"`,
    ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type }),
  });
}

export async function abortUpload(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  const { id } = getUpload(depot, target, request);
  const parts = await depot.host.store.write(() => {
    const gone = depot.uploads.listParts(id);
    depot.uploads.remove(id);
    return gone;
  });
  depot.contents.discard(
    target.bucket,
    parts.map((part) => part.segment),
  );
  return { status: 204 };
}

export function getUpload(depot: Depot, { bucket, key }: Target, { query }: ServiceRequest): Upload {
  depot.buckets.check(bucket);
  return depot.uploads.get(query.get('uploadId') ?? '', bucket, key);
}

export function parsePartNumber(query: URLSearchParams): number {
  const number = Number(query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= maxPartNumber) return number;
  throw s3Error('InvalidArgument', {}, `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`);
}

/** The part of that number that was there before goes; so does this one when the upload has ended meanwhile. */
export async function savePart(depot: Depot, { bucket, key }: Target, id: string, part: Part): Promise<void> {
  try {
    const before = await depot.host.store.write(() => {
      depot.uploads.get(id, bucket, key);
      const replaced = depot.uploads.findPart(id, part.number);
      depot.uploads.putPart(id, part);
      return replaced;
    });
    if (before) depot.contents.discard(bucket, [before.segment]);
  } catch (error) {
    depot.contents.discard(bucket, [part.segment]);
    throw error;
  }
}

function checkUnchanged(depot: Depot, { id }: Upload, part: Part): void {
  if (depot.uploads.findPart(id, part.number)?.segment.id !== part.segment.id) throw s3Error('InvalidPart');
}

function assemble(depot: Depot, { key, headers, tags }: Upload, parts: Part[]): StoredObject {
  const segments = parts.map((part) => part.segment);
  return {
    key,
    size: segments.reduce((sum, { size }) => sum + size, 0),
    etag: etagOfParts(parts),
    modifiedAt: depot.nowInSeconds(),
    detail: { segments, headers, tags, isMultipart: true },
  };
}

/** COMPOSITE comes from the parts' checksums; FULL_OBJECT needs another look at the bytes. */
async function summarize(
  depot: Depot,
  { algorithm, checksumType, bucket }: Upload,
  parts: Part[],
  object: StoredObject,
): Promise<Checksum | undefined> {
  if (!algorithm) return undefined;
  if (checksumType === 'COMPOSITE') {
    const values = parts.flatMap(({ checksum }) => (checksum?.algorithm === algorithm ? [checksum.value] : []));
    return values.length === parts.length ? compositeOf(algorithm, values) : undefined;
  }
  const release = depot.contents.hold(bucket, object.detail.segments);
  try {
    const digest = newDigest(algorithm);
    for await (const bytes of readSegments(depot, bucket, object, { first: 0, last: object.size - 1 }))
      digest.update(bytes);
    return { algorithm, value: digest.digest().toString('base64'), type: 'FULL_OBJECT' };
  } finally {
    release();
  }
}

/** A checksum of the whole that the client states when it completes. */
function checkClaim(headers: Record<string, string>, checksum: Checksum | undefined): void {
  for (const algorithm of algorithms) {
    const claimed = headers[headerOf(algorithm)];
    if (claimed !== undefined && checksum?.algorithm === algorithm && checksum.value !== claimed) {
      throw s3Error('BadDigest', {}, `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
}
