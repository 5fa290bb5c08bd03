/** ListParts and ListMultipartUploads. */
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { type Depot } from './depot.ts';
import { getUpload } from './multipart.ts';
import { type Target } from './target.ts';
import { xmlReply } from './xml.ts';

const pageSize = 1000;

export async function listParts(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  const { query } = request;
  const upload = getUpload(depot, target, request);
  const after = Number(query.get('part-number-marker') ?? 0);
  const max = Math.min(Number(query.get('max-parts') ?? pageSize), pageSize);
  const all = depot.uploads.listParts(upload.id).filter((part) => part.number > after);
  const shown = all.slice(0, max);
  const isTruncated = all.length > shown.length;
  return xmlReply('ListPartsResult', {
    Bucket: target.bucket,
    Key: target.key,
    UploadId: upload.id,
    PartNumberMarker: after,
    NextPartNumberMarker: isTruncated ? shown.at(-1)?.number : undefined,
    MaxParts: max,
    IsTruncated: isTruncated,
    ...(upload.algorithm && { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.checksumType }),
    Part: shown.map(({ number, segment, etag, modifiedAt, checksum }) => ({
      PartNumber: number,
      LastModified: new Date(modifiedAt).toISOString(),
      ETag: `"${etag}"`,
      Size: segment.size,
      ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value }),
    })),
  });
}

export async function listUploads(depot: Depot, { bucket }: Target, { query }: ServiceRequest): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  const prefix = query.get('prefix') ?? '';
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const max = Math.min(Number(query.get('max-uploads') ?? pageSize), pageSize);
  const matching = depot.uploads.list(bucket).filter(({ key }) => key.startsWith(prefix));
  const marked = matching.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  const rest =
    marked >= 0 ? matching.slice(marked + 1) : matching.filter(({ key }) => key > keyMarker || keyMarker === '');
  const shown = rest.slice(0, max);
  const isTruncated = rest.length > shown.length;
  return xmlReply('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: keyMarker,
    UploadIdMarker: idMarker,
    ...(isTruncated && { NextKeyMarker: shown.at(-1)?.key, NextUploadIdMarker: shown.at(-1)?.id }),
    Prefix: prefix,
    MaxUploads: max,
    IsTruncated: isTruncated,
    Upload: shown.map(({ key, id, startedAt }) => ({
      Key: key,
      UploadId: id,
      StorageClass: 'STANDARD',
      Initiated: new Date(startedAt).toISOString(),
    })),
  });
}
