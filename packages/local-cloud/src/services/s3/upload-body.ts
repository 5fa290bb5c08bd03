/**
 * Streams the body of an upload to disk in constant memory while computing its digests, checks them against what the
 * client claims, and returns once the bytes are durable. On any failure nothing is left on disk.
 */
import { createHash } from 'node:crypto';
import { type FileHandle } from 'node:fs/promises';
import { type ServiceRequest } from '../../service.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import { findAlgorithm, headerOf, newDigest, type Checksum, type Digest } from './checksum.ts';
import { type ContentFolder, type Segment } from './content-folder.ts';
import { s3Error } from './s3-error.ts';

/** Largest body of one PUT. Source: S3 User Guide, "Uploading objects" (5 GiB). */
const maxBytes = 5 * 1024 ** 3;

export interface UploadedBody {
  segment: Segment;
  /** Hex. */
  md5: string;
  checksum: Checksum | undefined;
}

type Headers = Record<string, string>;
type Digests = Record<string, Digest>;

export async function uploadBody(
  contents: ContentFolder,
  bucket: string,
  { raw, headers }: ServiceRequest,
): Promise<UploadedBody> {
  checkLength(headers);
  const { id, file } = await contents.create(bucket);
  try {
    const digests = chooseDigests(headers);
    const decoder = isChunked(headers) ? new AwsChunkedDecoder() : undefined;
    let size = 0;
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      for (const piece of decoder ? decoder.decode(chunk) : [chunk]) {
        size += piece.length;
        if (size > maxBytes) throw s3Error('EntityTooLarge');
        await writeAll(file, piece, digests);
      }
    }
    if (decoder && !decoder.isComplete) throw s3Error('IncompleteBody');
    checkSize(headers, size);
    const uploaded = verify({ ...headers, ...decoder?.trailers }, digests, { id, size });
    await file.sync();
    await contents.syncFolder(bucket);
    return uploaded;
  } catch (error) {
    contents.discard(bucket, [{ id, size: 0 }]);
    throw error;
  } finally {
    await file.close();
  }
}

function isChunked(headers: Headers): boolean {
  return (
    (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    (headers['content-encoding'] ?? '').split(',').some((encoding) => encoding.trim() === 'aws-chunked')
  );
}

function checkLength(headers: Headers): void {
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (length === undefined) throw s3Error('MissingContentLength');
  if (Number(length) > maxBytes) throw s3Error('EntityTooLarge', { ProposedSize: length, MaxSizeAllowed: maxBytes });
}

function checkSize(headers: Headers, size: number): void {
  const length = headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== size) throw s3Error('IncompleteBody');
}

function chooseDigests(headers: Headers): Digests {
  const md5 = createHash('md5');
  const digests: Digests = { md5: { update: (bytes) => void md5.update(bytes), digest: () => md5.digest() } };
  const algorithm = findAlgorithm(headers);
  if (algorithm) digests[algorithm] = newDigest(algorithm);
  if (isDigest(headers['x-amz-content-sha256'])) digests.SHA256 ??= newDigest('SHA256');
  return digests;
}

async function writeAll(file: FileHandle, piece: Buffer, digests: Digests): Promise<void> {
  for (const digest of Object.values(digests)) digest.update(piece);
  let at = 0;
  while (at < piece.length) at += (await file.write(piece, at)).bytesWritten;
}

/** @param claims headers and trailers together. */
function verify(claims: Headers, digests: Digests, segment: Segment): UploadedBody {
  const results = Object.fromEntries(Object.entries(digests).map(([name, digest]) => [name, digest.digest()]));
  const md5 = results.md5 ?? Buffer.alloc(0);
  const claimedMd5 = claims['content-md5'];
  if (claimedMd5 !== undefined) {
    if (Buffer.from(claimedMd5, 'base64').length !== 16) throw s3Error('InvalidDigest');
    if (claimedMd5 !== md5.toString('base64')) throw s3Error('BadDigest');
  }
  const claimedSha = claims['x-amz-content-sha256'];
  if (isDigest(claimedSha) && claimedSha !== results.SHA256?.toString('hex'))
    throw s3Error('XAmzContentSHA256Mismatch');
  return { segment, md5: md5.toString('hex'), checksum: verifyChecksum(claims, results) };
}

function verifyChecksum(claims: Headers, results: Record<string, Buffer>): Checksum | undefined {
  const algorithm = findAlgorithm(claims);
  if (!algorithm) return undefined;
  const value = results[algorithm]?.toString('base64') ?? '';
  const claimed = claims[headerOf(algorithm)];
  if (claimed !== undefined && claimed !== value) {
    const text = `The ${algorithm} you specified did not match the calculated checksum.`;
    throw s3Error(claims['x-amz-trailer'] === undefined ? 'BadDigest' : 'XAmzContentChecksumMismatch', {}, text);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

function isDigest(value: string | undefined): boolean {
  return value !== undefined && /^[0-9a-f]{64}$/.test(value);
}
