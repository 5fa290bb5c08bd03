/**
 * ListObjectsV2 and ListObjects. Keys come in byte order; those that share what is up to the delimiter after the prefix
 * are rolled up into one common prefix, which counts as one result, and the scan jumps over them.
 */
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { type Depot } from './depot.ts';
import { type StoredObject } from './objects.ts';
import { s3Error } from './s3-error.ts';
import { type Target } from './target.ts';
import { xmlReply, type XmlTree } from './xml.ts';

const mostKeys = 1000;

interface Page {
  objects: StoredObject[];
  prefixes: string[];
  /** Where the next page begins; undefined on the last. */
  next: Buffer | undefined;
}

interface Wanted {
  prefix: string;
  delimiter: string;
  max: number;
  from: Buffer;
}

export async function listObjectsV2(
  depot: Depot,
  { bucket }: Target,
  { query }: ServiceRequest,
): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  const [token, startAfter] = [query.get('continuation-token'), query.get('start-after')];
  const wanted = parseWanted(query, startOf(token, startAfter));
  const page = collect(depot, bucket, wanted);
  const encode = encoder(query);
  return xmlReply('ListBucketResult', {
    ...describe(bucket, query, wanted, page),
    KeyCount: page.objects.length + page.prefixes.length,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.next?.toString('base64'),
    StartAfter: startAfter === null ? undefined : encode(startAfter),
  });
}

export async function listObjects(depot: Depot, { bucket }: Target, { query }: ServiceRequest): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  const marker = query.get('marker') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const isPrefix = delimiter !== '' && marker.slice((query.get('prefix') ?? '').length).endsWith(delimiter);
  const from = marker !== '' && isPrefix ? afterPrefix(marker) : afterKey(marker);
  const wanted = parseWanted(query, marker === '' ? Buffer.alloc(0) : from);
  const page = collect(depot, bucket, wanted);
  const encode = encoder(query);
  const [lastKey = '', lastPrefix = ''] = [page.objects.at(-1)?.key, page.prefixes.at(-1)];
  const last = Buffer.compare(Buffer.from(lastKey), Buffer.from(lastPrefix)) > 0 ? lastKey : lastPrefix;
  return xmlReply('ListBucketResult', {
    ...describe(bucket, query, wanted, page),
    Marker: encode(marker),
    NextMarker: page.next && wanted.delimiter !== '' ? encode(last) : undefined,
  });
}

function parseWanted(query: URLSearchParams, from: Buffer): Wanted {
  const asked = query.get('max-keys') ?? String(mostKeys);
  if (!/^\d+$/.test(asked)) throw s3Error('InvalidArgument', { ArgumentName: 'max-keys', ArgumentValue: asked });
  const prefix = query.get('prefix') ?? '';
  const start = Buffer.from(prefix);
  return {
    prefix,
    delimiter: query.get('delimiter') ?? '',
    max: Math.min(Number(asked), mostKeys),
    from: Buffer.compare(from, start) > 0 ? from : start,
  };
}

function collect(depot: Depot, bucket: string, { prefix, delimiter, max, from }: Wanted): Page {
  const page: Page = { objects: [], prefixes: [], next: undefined };
  let start: Buffer | undefined = from;
  if (max === 0) return page;
  while (start) {
    let jump: Buffer | undefined;
    for (const object of depot.objects.scan(bucket, start)) {
      if (!object.key.startsWith(prefix)) return page;
      if (page.objects.length + page.prefixes.length === max) return { ...page, next: Buffer.from(object.key) };
      const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        page.objects.push(object);
        continue;
      }
      const common = object.key.slice(0, end + delimiter.length);
      page.prefixes.push(common);
      jump = afterPrefix(common);
      break;
    }
    start = jump;
  }
  return page;
}

function describe(bucket: string, query: URLSearchParams, { prefix, delimiter, max }: Wanted, page: Page): XmlTree {
  const encode = encoder(query);
  return {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: max,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.next !== undefined,
    Contents: page.objects.map(({ key, size, etag, modifiedAt, detail }) => ({
      Key: encode(key),
      LastModified: new Date(modifiedAt).toISOString(),
      ETag: `"${etag}"`,
      ...(detail.checksum && { ChecksumAlgorithm: detail.checksum.algorithm, ChecksumType: detail.checksum.type }),
      Size: size,
      StorageClass: detail.headers['x-amz-storage-class'] ?? 'STANDARD',
    })),
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

function encoder(query: URLSearchParams): (text: string) => string {
  if (query.get('encoding-type') !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}

function startOf(token: string | null, startAfter: string | null): Buffer {
  if (token !== null) return Buffer.from(token, 'base64');
  return startAfter ? afterKey(startAfter) : Buffer.alloc(0);
}

/** The first key that can follow `key`. */
function afterKey(key: string): Buffer {
  return Buffer.concat([Buffer.from(key), Buffer.of(0)]);
}

/** The first key that does not begin with `prefix` and follows those that do. UTF-8 has no byte of 255. */
function afterPrefix(prefix: string): Buffer {
  const bytes = Buffer.from(prefix);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) + 1;
  return bytes;
}
