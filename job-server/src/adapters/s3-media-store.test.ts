import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MediaStore } from '../assets/ports.ts';
import { createS3MediaStore } from './s3-media-store.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-media-'));
const Bucket = 'reelyard-media';
let cloud: LocalCloud;
let client: S3Client;
let store: MediaStore;
/** The smallest part that S3 takes. */
const PART = 5 * 1_048_576;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new S3Client({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
  store = createS3MediaStore(client, Bucket, PART);
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true });
});

async function* chunksOf(content: Buffer, breaksAt = Infinity): AsyncGenerator<Buffer> {
  for (let from = 0; from < content.length; from += 65_536) {
    if (from >= breaksAt) throw new Error('the origin is gone');
    yield content.subarray(from, from + 65_536);
  }
}
const aFile = (bytes: number): Buffer => Buffer.alloc(bytes, Buffer.from('the quick brown fox '));
const options = { contentType: 'video/mp4', signal: new AbortController().signal };
const whole = async (key: string): Promise<Buffer> => Buffer.from(await store.read(key, { offset: 0, size: 1e9 }));

describe('an object of an asset', () => {
  it.each([
    ['nothing at all', 0],
    ['a small one', 100_000],
    ['exactly a part', PART],
    ['several parts', 2 * PART + 12_345],
  ])('is written as it comes: %s', async (_, bytes) => {
    const content = aFile(bytes);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const key = `assets/acme/${bytes}`;
    expect(await store.putStream(key, chunksOf(content), options)).toEqual({ bytes, sha256 });
    expect(await store.head(key)).toMatchObject({ bytes });
    expect((await whole(key)).equals(content)).toBe(true);
  });

  it.each([
    ['early', 65_536],
    ['late', 2 * PART],
  ])('is not there when the body breaks off %s, nor is any part of it', async (when, at) => {
    const key = `assets/acme/broken-${when}`;
    await expect(store.putStream(key, chunksOf(aFile(3 * PART), at), options)).rejects.toThrow('the origin is gone');
    expect(await store.head(key)).toBeUndefined();
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  });

  it('is read by range, and nothing comes from beyond its end', async () => {
    const key = 'assets/acme/ranges';
    await store.putStream(key, chunksOf(Buffer.from('0123456789')), options);
    const read = async (offset: number, size: number) =>
      Buffer.from(await store.read(key, { offset, size })).toString();
    expect([await read(2, 3), await read(8, 100), await read(10, 5), await read(99, 5)]).toEqual(['234', '89', '', '']);
  });

  it('is gone once removed, also twice', async () => {
    const key = 'assets/acme/gone';
    await store.putStream(key, chunksOf(aFile(10)), options);
    await store.remove(key);
    await store.remove(key);
    expect(await store.head(key)).toBeUndefined();
  });
});
