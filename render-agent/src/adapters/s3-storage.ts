/**
 * Artifacts in S3. Invariant: no key is ever written twice. Every upload says `If-None-Match: *` and carries a SHA-256; a 412 can only be our
 * own upload whose reply was lost, and HEAD proves it by size and digest. Source: S3 API reference, PutObject and
 * CompleteMultipartUpload (conditional writes).
 */
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { Upload } from '@aws-sdk/lib-storage';
import { FarmError } from '@reelyard/contracts';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type PublishedFile, type Staged, type Storage } from '../ports.ts';

export interface S3StorageOptions {
  client: S3Client;
  sts: STSClient;
  bucket: string;
  /** Files above this go up in parts of this size. S3 asks for 5 MiB at least. */
  partBytes?: number;
}

const PART_BYTES = 16 * 1_048_576;

interface Digest {
  hex: string;
  base64: string;
  bytes: number;
}

type Target = { key: string; contentType: string };

export class S3Storage implements Storage {
  readonly #options: S3StorageOptions;
  #userId: Promise<string> | undefined;

  constructor(options: S3StorageOptions) {
    this.#options = options;
  }

  userId(): Promise<string> {
    this.#userId ??= this.#askUserId().catch((error: unknown) => {
      this.#userId = undefined;
      throw error;
    });
    return this.#userId;
  }

  async publish(file: string, to: Target, signal: AbortSignal): Promise<PublishedFile> {
    const digest = await digestOf(file);
    try {
      if (digest.bytes > (this.#options.partBytes ?? PART_BYTES)) await this.#putParts(file, digest, to, signal);
      else await this.#put(file, digest, to, signal);
    } catch (error) {
      if (!isTaken(error)) throw unavailable(`upload of ${to.key}`, error);
      await this.#proveOurs(to.key, digest);
    }
    return { key: to.key, bytes: digest.bytes, sha256: digest.hex };
  }

  async fetch(key: string, toFile: string, signal: AbortSignal): Promise<Staged> {
    try {
      const command = new GetObjectCommand({ Bucket: this.#options.bucket, Key: key });
      const { Body } = await this.#options.client.send(command, { abortSignal: signal });
      if (!(Body instanceof Readable)) throw new Error('no body');
      const file = createWriteStream(toFile);
      await pipeline(Body, file, { signal });
      return { kind: 'staged', bytes: file.bytesWritten };
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 403 || status === 404) {
        const message = `s3 object ${key} answered ${status}`;
        return { kind: 'failed', failure: { class: 'permanent', code: 'asset_unavailable', message } };
      }
      throw isDisk(error) ? error : unavailable(`download of ${key}`, error);
    }
  }

  async #askUserId(): Promise<string> {
    try {
      const { UserId } = await this.#options.sts.send(new GetCallerIdentityCommand({}));
      if (UserId === undefined) throw new Error('no UserId');
      return UserId;
    } catch (error) {
      throw unavailable('the identity of our credentials', error);
    }
  }

  async #put(file: string, digest: Digest, to: Target, signal: AbortSignal): Promise<void> {
    const command = new PutObjectCommand({
      ...this.#describe(digest, to),
      // Bytes, not a stream: the SDK cannot send a stream again.
      Body: await readFile(file),
      ChecksumSHA256: digest.base64,
    });
    await this.#options.client.send(command, { abortSignal: signal });
  }

  async #putParts(file: string, digest: Digest, to: Target, signal: AbortSignal): Promise<void> {
    const upload = new Upload({
      client: this.#options.client,
      params: { ...this.#describe(digest, to), Body: createReadStream(file), ChecksumAlgorithm: 'SHA256' },
      partSize: this.#options.partBytes ?? PART_BYTES,
      queueSize: 4,
      leavePartsOnError: false,
    });
    const abort = (): void => void upload.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await upload.done();
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #describe(digest: Digest, { key, contentType }: Target) {
    return {
      Bucket: this.#options.bucket,
      Key: key,
      ContentType: contentType,
      IfNoneMatch: '*',
      Metadata: { sha256: digest.hex },
    };
  }

  async #proveOurs(key: string, digest: Digest): Promise<void> {
    const command = new HeadObjectCommand({ Bucket: this.#options.bucket, Key: key, ChecksumMode: 'ENABLED' });
    const head = await this.#options.client.send(command).catch((error: unknown) => {
      throw unavailable(`check of ${key}`, error);
    });
    const isWhole = head.ContentLength === digest.bytes && head.Metadata?.['sha256'] === digest.hex;
    const sum = head.ChecksumSHA256;
    const isSame = sum === undefined || sum.includes('-') || sum === digest.base64;
    if (!isWhole || !isSame) throw new FarmError('storage-unavailable', `${key} is taken by other bytes`);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}

const isDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const unavailable = (what: string, cause: unknown): FarmError =>
  new FarmError('storage-unavailable', `${what} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });

async function digestOf(file: string): Promise<Digest> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest();
  const { size } = await stat(file);
  return { hex: digest.toString('hex'), base64: digest.toString('base64'), bytes: size };
}
