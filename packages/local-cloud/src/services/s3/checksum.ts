/** The checksums of S3: what a client claims, what the bytes say, and how parts make a whole. Values are base64. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, Crc64Nvme } from './crc.ts';
import { s3Error } from './s3-error.ts';

export const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof algorithms)[number];

export interface Checksum {
  algorithm: Algorithm;
  value: string;
  /** COMPOSITE: a digest over the digests of the parts, with their number behind a dash. */
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface Digest {
  update(bytes: Buffer): void;
  digest(): Buffer;
}

export function headerOf(algorithm: Algorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function newDigest(algorithm: Algorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return new Crc32(crc32);
    case 'CRC32C':
      return new Crc32((bytes, before) => crc32c(bytes, before));
    case 'CRC64NVME':
      return new Crc64Nvme();
    case 'SHA1':
    case 'SHA256': {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
    }
  }
}

/** Which checksum the headers of an upload name: by its value, by the trailer to come, or by algorithm alone. */
export function findAlgorithm(headers: Record<string, string>): Algorithm | undefined {
  const trailers = (headers['x-amz-trailer'] ?? '').toLowerCase().split(',');
  for (const algorithm of algorithms) {
    const name = headerOf(algorithm);
    if (headers[name] !== undefined || trailers.some((trailer) => trailer.trim() === name)) return algorithm;
  }
  return findNamed(headers['x-amz-sdk-checksum-algorithm'] ?? headers['x-amz-checksum-algorithm']);
}

export function findNamed(name: string | undefined): Algorithm | undefined {
  if (name === undefined) return undefined;
  const found = algorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (!found) throw s3Error('InvalidRequest', {}, 'Checksum algorithm provided is unsupported.');
  return found;
}

export function compositeOf(algorithm: Algorithm, parts: string[]): Checksum {
  const digest = newDigest(algorithm);
  for (const value of parts) digest.update(Buffer.from(value, 'base64'));
  return { algorithm, value: `${digest.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}

class Crc32 implements Digest {
  readonly #step: (bytes: Buffer, before: number) => number;
  #value = 0;

  constructor(step: (bytes: Buffer, before: number) => number) {
    this.#step = step;
  }

  update(bytes: Buffer): void {
    this.#value = this.#step(bytes, this.#value);
  }

  digest(): Buffer {
    const out = Buffer.alloc(4);
    out.writeUInt32BE(this.#value);
    return out;
  }
}
