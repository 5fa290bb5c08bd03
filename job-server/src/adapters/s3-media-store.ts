/**
 * Objects of assets in the artifact bucket. Invariant: an object is there whole or not at all, also when the body breaks off, and no more than one
 * part of it is in memory. A server that dies leaves parts; the bucket's lifecycle removes them.
 */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { FarmError } from '@reelyard/contracts';
import { createHash } from 'node:crypto';
import { type MediaStore, type ObjectFacts } from '../assets/ports.ts';

/** S3 takes 10,000 parts: enough for 5 GiB eight times over. */
const PART_BYTES = 8 * 1_048_576;

type Body = AsyncIterable<Uint8Array>;
type Place = { Bucket: string; Key: string };

export function createS3MediaStore(client: S3Client, bucket: string, partBytes = PART_BYTES): MediaStore {
  const place = (key: string): Place => ({ Bucket: bucket, Key: key });
  return {
    head: async (key) => {
      try {
        return factsOf(await client.send(new HeadObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' })));
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw unavailable('tell whether the object exists', cause);
      }
    },
    putStream: (key, body, options) => putStream({ client, partBytes }, place(key), body, options),
    read: async (key, { offset, size }) => {
      const range = { Range: `bytes=${offset}-${offset + size - 1}` };
      try {
        const { Body: body } = await client.send(new GetObjectCommand({ ...place(key), ...range }));
        return (await body?.transformToByteArray()) ?? new Uint8Array();
      } catch (cause) {
        if (cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 416) return new Uint8Array();
        throw unavailable('give a part of the object', cause);
      }
    },
    remove: (key) =>
      send('remove the object', async () => {
        await client.send(new DeleteObjectCommand(place(key)));
      }),
  };
}

/** The checksum of an object in parts is one of their checksums, and no digest of the bytes. */
function factsOf({ ContentLength: bytes = 0, ETag: etag = '', ...of }: HeadObjectCommandOutput): ObjectFacts {
  if (of.ChecksumSHA256 === undefined || of.ChecksumType === 'COMPOSITE') return { bytes, etag };
  return { bytes, etag, sha256: Buffer.from(of.ChecksumSHA256, 'base64').toString('hex') };
}

async function putStream(
  { client, partBytes }: { client: S3Client; partBytes: number },
  place: Place,
  body: Body,
  { contentType, signal }: { contentType: string; signal: AbortSignal },
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const parts = inParts(body, partBytes, (chunk) => hash.update(chunk));
  const first = await parts.next();
  const second = await parts.next();
  const head = first.value ?? Buffer.alloc(0);
  const described = { ...place, ContentType: contentType };
  if (second.value === undefined) {
    await send('take the object', () =>
      client.send(new PutObjectCommand({ ...described, Body: head }), { abortSignal: signal }),
    );
    return { bytes: head.length, sha256: hash.digest('hex') };
  }
  const upload = await openUpload(client, described, signal);
  try {
    await upload.add(head);
    await upload.add(second.value);
    for await (const part of parts) await upload.add(part);
    signal.throwIfAborted();
    return { bytes: await upload.complete(), sha256: hash.digest('hex') };
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

async function openUpload(client: S3Client, described: Place & { ContentType: string }, signal: AbortSignal) {
  const { Bucket, Key } = described;
  const until = { abortSignal: signal };
  const { UploadId } = await send('begin an upload', () =>
    client.send(new CreateMultipartUploadCommand(described), until),
  );
  const upload = { Bucket, Key, UploadId };
  const sent: { PartNumber: number; ETag?: string }[] = [];
  let bytes = 0;
  return {
    add: async (part: Buffer): Promise<void> => {
      const PartNumber = sent.length + 1;
      const { ETag } = await send('take a part', () =>
        client.send(new UploadPartCommand({ ...upload, PartNumber, Body: part }), until),
      );
      sent.push({ PartNumber, ...(ETag === undefined ? {} : { ETag }) });
      bytes += part.length;
    },
    complete: async (): Promise<number> => {
      await send('complete the upload', () =>
        client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } }), until),
      );
      return bytes;
    },
    /** What is left when this fails goes by the lifecycle of the bucket. */
    abort: async (): Promise<void> => {
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    },
  };
}

/** Pieces of `size` bytes, the last one shorter; none of an empty body. */
async function* inParts(
  body: Body,
  size: number,
  onChunk: (chunk: Uint8Array) => void,
): AsyncGenerator<Buffer, undefined> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of body) {
    onChunk(chunk);
    pieces.push(chunk);
    held += chunk.length;
    if (held < size) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    held = 0;
  }
  if (held > 0) yield Buffer.concat(pieces);
  return undefined;
}

/** A HEAD has no body, so the SDK knows the status alone. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey');

async function send<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw unavailable(what, cause);
  }
}

const unavailable = (what: string, cause: unknown): FarmError =>
  new FarmError('storage-unavailable', `S3 did not ${what}`, { cause });
