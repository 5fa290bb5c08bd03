import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WantedUpload } from '../ports.ts';
import { createS3MediaStore } from './s3-media-store.ts';
import { createS3Storage } from './s3-storage.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-uploads-'));
const Bucket = 'reelyard-uploads';
let cloud: LocalCloud;
let client: S3Client;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir });
  const credentials = { accessKeyId: 'i-0123', secretAccessKey: 'local' };
  client = new S3Client({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true });
});

const picture = Buffer.from('the bytes of a picture');
const other = Buffer.from('the bytes of another!!');
const sha256 = createHash('sha256').update(picture).digest('hex');

/** @returns the status of the upload, and what is told of the object then */
async function upload(key: string, body: Buffer, wanted: Partial<WantedUpload>, more: Record<string, string> = {}) {
  const { url, headers } = await createS3Storage(client, Bucket).signPut(
    key,
    { contentType: 'image/png', ...wanted },
    60,
  );
  const { status } = await fetch(url, { method: 'PUT', headers: { ...headers, ...more }, body });
  return { status, object: await createS3MediaStore(client, Bucket).head(key) };
}

describe('an upload that was announced', () => {
  it('with its digest is kept with it', async () => {
    expect(await upload('fine', picture, { sha256, bytes: picture.length })).toMatchObject({
      status: 200,
      object: { bytes: picture.length, sha256 },
    });
  });

  it('with its digest is refused when it is something else, and nothing is kept', async () => {
    expect(await upload('other', other, { sha256 })).toEqual({ status: 400, object: undefined });
  });

  it('with its digest takes no other that the client would rather have', async () => {
    const value = createHash('sha256').update(other).digest('base64');
    const claimed = await upload('claimed', other, { sha256 }, { 'x-amz-checksum-sha256': value });
    expect(claimed).toEqual({ status: 403, object: undefined });
  });

  it('with its length is refused when it is of another', async () => {
    expect(await upload('short', picture, { bytes: 5 })).toEqual({ status: 403, object: undefined });
  });

  it('without a digest has none', async () => {
    const { status, object } = await upload('plain', picture, {});
    expect([status, object]).toEqual([200, { bytes: picture.length, etag: expect.any(String) }]);
  });
});
