/** UploadPartCopy: a part from the bytes, or a range, of an object. */
import { createHash } from 'node:crypto';
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { findRange } from './byte-range.ts';
import { checkRead } from './conditions.ts';
import { type Depot } from './depot.ts';
import { readSegments } from './get-object.ts';
import { getUpload, parsePartNumber, savePart } from './multipart.ts';
import { s3Error } from './s3-error.ts';
import { parseCopySource, type Target } from './target.ts';
import { type Part } from './uploads.ts';
import { xmlReply } from './xml.ts';

export async function copyPart(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  const { headers, query } = request;
  const number = parsePartNumber(query);
  const { id } = getUpload(depot, target, request);
  const from = parseCopySource(headers['x-amz-copy-source'] ?? '');
  const source = depot.getObject(from);
  if (checkRead(source, headers, 'x-amz-copy-source-') === 'not-modified') throw s3Error('PreconditionFailed');
  const range = findRange(headers['x-amz-copy-source-range'], source.size) ?? { first: 0, last: source.size - 1 };
  const release = depot.contents.hold(from.bucket, source.detail.segments);
  const part = await writePart(depot, target.bucket, number, readSegments(depot, from.bucket, source, range)).finally(
    release,
  );
  await savePart(depot, target, id, part);
  return xmlReply('CopyPartResult', { LastModified: new Date(part.modifiedAt).toISOString(), ETag: `"${part.etag}"` });
}

async function writePart(depot: Depot, bucket: string, number: number, bytes: AsyncIterable<Buffer>): Promise<Part> {
  const { id, file } = await depot.contents.create(bucket);
  const md5 = createHash('md5');
  let size = 0;
  try {
    for await (const chunk of bytes) {
      md5.update(chunk);
      size += chunk.length;
      await file.appendFile(chunk);
    }
    if (size === 0) throw s3Error('InvalidRequest');
    await file.sync();
    await depot.contents.syncFolder(bucket);
  } catch (error) {
    depot.contents.discard(bucket, [{ id, size }]);
    throw error;
  } finally {
    await file.close();
  }
  return { number, segment: { id, size }, etag: md5.digest('hex'), modifiedAt: depot.nowInSeconds() };
}
