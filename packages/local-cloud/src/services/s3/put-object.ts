/** PutObject and CopyObject. */
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { headerOf, type Checksum } from './checksum.ts';
import { checkRead, checkWrite } from './conditions.ts';
import { type Depot } from './depot.ts';
import { parseTagging, pickHeaders } from './object-headers.ts';
import { type StoredObject } from './objects.ts';
import { s3Error } from './s3-error.ts';
import { parseCopySource, type Target } from './target.ts';
import { uploadBody } from './upload-body.ts';
import { xmlReply } from './xml.ts';

export async function putObject(depot: Depot, { bucket, key }: Target, request: ServiceRequest): Promise<ServiceReply> {
  const { headers } = request;
  depot.buckets.check(bucket);
  checkWrite(depot.objects.find(bucket, key), headers);
  const stored = pickHeaders(headers);
  const { segment, md5, checksum } = await uploadBody(depot.contents, bucket, request);
  const object: StoredObject = {
    key,
    size: segment.size,
    etag: md5,
    modifiedAt: depot.nowInSeconds(),
    detail: {
      segments: [segment],
      headers: stored,
      tags: parseTagging(headers['x-amz-tagging']),
      ...(checksum && { checksum }),
    },
  };
  await keepOrDiscard(depot, bucket, object, () =>
    depot.replace(bucket, object, (current) => checkWrite(current, headers)),
  );
  return { status: 200, headers: { etag: `"${md5}"`, ...checksumHeaders(checksum) } };
}

export async function copyObject(
  depot: Depot,
  { bucket, key }: Target,
  request: ServiceRequest,
): Promise<ServiceReply> {
  const { headers } = request;
  const from = parseCopySource(headers['x-amz-copy-source'] ?? '');
  depot.buckets.check(bucket);
  const source = depot.getObject(from);
  if (checkRead(source, headers, 'x-amz-copy-source-') === 'not-modified') throw s3Error('PreconditionFailed');
  const isReplacing = headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!isReplacing && from.bucket === bucket && from.key === key) {
    const text =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
    throw s3Error('InvalidRequest', {}, text);
  }
  const release = depot.contents.hold(from.bucket, source.detail.segments);
  const segments = await depot.contents.duplicate(from.bucket, bucket, source.detail.segments).finally(release);
  const object: StoredObject = {
    ...source,
    key,
    modifiedAt: depot.nowInSeconds(),
    detail: {
      ...source.detail,
      segments,
      headers: isReplacing ? pickHeaders(headers) : source.detail.headers,
      tags:
        headers['x-amz-tagging-directive'] === 'REPLACE' ? parseTagging(headers['x-amz-tagging']) : source.detail.tags,
    },
  };
  await keepOrDiscard(depot, bucket, object, () =>
    depot.replace(bucket, object, (current) => checkWrite(current, headers)),
  );
  const LastModified = new Date(object.modifiedAt).toISOString();
  return xmlReply('CopyObjectResult', { LastModified, ETag: `"${object.etag}"` });
}

export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [headerOf(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
}

/** A write that was refused takes its bytes with it. */
async function keepOrDiscard(
  depot: Depot,
  bucket: string,
  object: StoredObject,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    depot.contents.discard(bucket, object.detail.segments);
    throw error;
  }
}
