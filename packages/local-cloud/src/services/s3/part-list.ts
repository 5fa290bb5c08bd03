/** Which parts make the object: the list of CompleteMultipartUpload against what was uploaded. */
import { createHash } from 'node:crypto';
import { algorithms } from './checksum.ts';
import { s3Error } from './s3-error.ts';
import { type Part } from './uploads.ts';
import { childrenOf, parseXml, textOf } from './xml.ts';

/** Bytes that every part but the last must have. Source: S3 User Guide, "Multipart upload limits". */
const minPartBytes = 5 * 1024 ** 2;

export interface WantedPart {
  number: number;
  etag: string;
  /** Checksums by algorithm, where stated. */
  checksums: Record<string, string>;
}

export function parseCompletion(body: Buffer): WantedPart[] {
  const parts = childrenOf(parseXml(body, 'CompleteMultipartUpload'), 'Part');
  if (parts.length === 0) throw s3Error('MalformedXML');
  return parts.map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag').replaceAll('"', ''),
    checksums: Object.fromEntries(
      algorithms
        .map((algorithm) => [algorithm, textOf(part, `Checksum${algorithm}`)])
        .filter(([, value]) => value !== ''),
    ) as Record<string, string>,
  }));
}

/** In the order S3 objects: the list's own order, then parts that are not there, then parts that are too small. */
export function pickParts(wanted: WantedPart[], uploaded: Part[]): Part[] {
  const numbers = wanted.map(({ number }) => number);
  if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) throw s3Error('InvalidPartOrder');
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const parts = wanted.map((one) => matchPart(one, byNumber.get(one.number)));
  const small = parts.slice(0, -1).find(({ segment }) => segment.size < minPartBytes);
  if (!small) return parts;
  const sizes = { ProposedSize: small.segment.size, MinSizeAllowed: minPartBytes };
  throw s3Error('EntityTooSmall', { PartNumber: small.number, ...sizes });
}

function matchPart({ number, etag, checksums }: WantedPart, part: Part | undefined): Part {
  const claimed = part?.checksum && checksums[part.checksum.algorithm];
  const isOther = claimed !== undefined && claimed !== part?.checksum?.value;
  if (!part || part.etag !== etag || isOther) throw s3Error('InvalidPart', { PartNumber: number, ETag: etag });
  return part;
}

/** MD5 over the MD5s of the parts, and their number. */
export function etagOfParts(parts: Part[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}
