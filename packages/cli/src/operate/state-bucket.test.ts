import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasBucket, putStateBucket } from './state-bucket.ts';

const work = mkdtempSync(join(tmpdir(), 'state-bucket-'));
const place = { bucket: 'reelyard-test-state', region: 'us-east-1', account: '000000000000' };
let cloud: LocalCloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir: work });
  s3 = new S3Client({
    endpoint: cloud.endpoint,
    region: place.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
});
afterAll(async () => {
  s3.destroy();
  await cloud.close();
  rmSync(work, { recursive: true, force: true });
});

describe('the bucket of the state', () => {
  it('is made once, and a second time changes nothing', async () => {
    expect(await hasBucket(s3, place)).toBe(false);
    expect(await putStateBucket(s3, place)).toBe(true);
    const before = await readSettings();
    expect(await putStateBucket(s3, place)).toBe(false);
    expect(await readSettings()).toEqual(before);
    expect(await hasBucket(s3, place)).toBe(true);
  });

  it('is versioned, encrypted, closed to the public and to plain HTTP', async () => {
    await putStateBucket(s3, place);
    expect(await readSettings()).toMatchObject({
      versioning: 'Enabled',
      encryption: 'aws:kms',
      access: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
      policy: {
        Statement: [{ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('is refused in one sentence when its name cannot be used', async () => {
    await expect(putStateBucket(s3, { ...place, bucket: 'Not_A_Bucket' })).rejects.toThrow(
      /the bucket Not_A_Bucket cannot be used/,
    );
  });
});

async function readSettings(): Promise<unknown> {
  const Bucket = place.bucket;
  const [versioning, encryption, access, policy] = await Promise.all([
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    s3.send(new GetBucketEncryptionCommand({ Bucket })),
    s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    s3.send(new GetBucketPolicyCommand({ Bucket })),
  ]);
  const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
  return {
    versioning: versioning.Status,
    encryption: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    access: access.PublicAccessBlockConfiguration,
    policy: JSON.parse(policy.Policy ?? '{}') as unknown,
  };
}
