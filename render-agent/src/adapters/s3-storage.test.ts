import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type FaultRule, type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Storage } from './s3-storage.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-storage-'));
const bucket = 'artifacts';
const { signal } = new AbortController();
let cloud: LocalCloud;
let client: S3Client;
let storage: S3Storage;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir: join(dir, 'cloud') });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const connection = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials };
  client = new S3Client({ ...connection, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  storage = new S3Storage({ client, sts: new STSClient(connection), bucket, partBytes: 5 * 1_048_576 });
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true });
});

const fault = async (rule: Omit<FaultRule, 'id'>): Promise<void> => {
  const reply = await fetch(`${cloud.endpoint}/_local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
  if (!reply.ok) throw new Error(await reply.text());
};
const aFile = (bytes: number): { path: string; sha256: string } => {
  const path = join(dir, `${bytes}.bin`);
  const content = randomBytes(bytes);
  writeFileSync(path, content);
  return { path, sha256: createHash('sha256').update(content).digest('hex') };
};
const publish = (path: string, key: string) => storage.publish(path, { key, contentType: 'video/mp4' }, signal);
const read = async (key: string): Promise<Buffer> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

describe('artifacts in S3', () => {
  it('are what was on the disk, with size and digest', async () => {
    const { path, sha256 } = aFile(100_000);
    expect(await publish(path, 'a/small')).toEqual({ key: 'a/small', bytes: 100_000, sha256 });
    expect(await read('a/small')).toEqual(readFileSync(path));
  });

  it('go up in parts when they are big', async () => {
    const { path, sha256 } = aFile(12 * 1_048_576);
    expect(await publish(path, 'a/big')).toMatchObject({ bytes: 12 * 1_048_576, sha256 });
    expect((await read('a/big')).equals(readFileSync(path))).toBe(true);
  });

  it('are ours when the reply of the first try was lost', async () => {
    const { path, sha256 } = aFile(50_000);
    await fault({ match: { service: 's3' }, kind: 'apply-then-fail', times: 1 });
    expect(await publish(path, 'a/lost-reply')).toMatchObject({ sha256 });
  });

  it('are proven by HEAD when the whole upload is repeated, in one piece or in parts', async () => {
    for (const bytes of [60_000, 11 * 1_048_576]) {
      const { path, sha256 } = aFile(bytes);
      await publish(path, `a/twice-${bytes}`);
      expect(await publish(path, `a/twice-${bytes}`)).toMatchObject({ sha256 });
    }
  });

  it('never replace other bytes under the same key', async () => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a/taken', Body: 'other' }));
    const { path } = aFile(70_000);
    await expect(publish(path, 'a/taken')).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect((await read('a/taken')).toString()).toBe('other');
  });

  it('come back as files, and a missing one is permanent', async () => {
    const { path } = aFile(30_000);
    await publish(path, 'a/back');
    const to = join(dir, 'back.bin');
    expect(await storage.fetch('a/back', to, signal)).toEqual({ kind: 'staged', bytes: 30_000 });
    expect(readFileSync(to).equals(readFileSync(path))).toBe(true);
    expect(await storage.fetch('a/none', to, signal)).toMatchObject({ failure: { class: 'permanent' } });
  });

  it('lie under the identity of our credentials', async () => {
    expect(await storage.userId()).toEqual(expect.any(String));
    expect(await storage.userId()).toBe(await storage.userId());
  });
});
