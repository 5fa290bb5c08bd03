/**
 * The bucket of Terraform's state: versioned, encrypted, closed to the public and to plain HTTP, old versions let go of after 90 days. Locking is S3's
 * own conditional write, so there is no table. Idempotent: every setting is put as it should be, whatever it was.
 */
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CommandError, EXIT } from '../exit-code.ts';
import { reasonOf } from './operator-clients.ts';

export interface StateBucket {
  bucket: string;
  region: string;
  /** Owner: a bucket of that name in another account is never touched. */
  account: string;
}

const oldVersionDays = 90;

/** True when the bucket was made now. @throws CommandError when it belongs to somebody else */
export async function putStateBucket(s3: S3Client, place: StateBucket): Promise<boolean> {
  const isNew = !(await hasBucket(s3, place));
  if (isNew) await create(s3, place);
  const own = { Bucket: place.bucket, ExpectedBucketOwner: place.account };
  await s3.send(
    new PutPublicAccessBlockCommand({
      ...own,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(new PutBucketVersioningCommand({ ...own, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(
    new PutBucketEncryptionCommand({
      ...own,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
      },
    }),
  );
  await s3.send(new PutBucketPolicyCommand({ ...own, Policy: JSON.stringify(tlsOnly(place.bucket)) }));
  await s3.send(new PutBucketLifecycleConfigurationCommand({ ...own, LifecycleConfiguration: lifecycle() }));
  return isNew;
}

/** Whether the bucket is there and ours. @throws CommandError when it is somebody else's */
export async function hasBucket(s3: S3Client, { bucket, account }: StateBucket): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return true;
  } catch (error) {
    if (error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchBucket')) return false;
    throw refused(bucket, error);
  }
}

async function create(s3: S3Client, { bucket, region }: StateBucket): Promise<void> {
  // The first region must not be named.
  const place =
    region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  try {
    await s3.send(new CreateBucketCommand({ Bucket: bucket, ...place }));
  } catch (error) {
    throw refused(bucket, error);
  }
}

function refused(bucket: string, error: unknown): CommandError {
  return new CommandError(
    EXIT.refused,
    `the bucket ${bucket} cannot be used: ${reasonOf(error)}. Names of buckets are global; choose another in environments/src when it is somebody else's`,
  );
}

function tlsOnly(bucket: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

function lifecycle() {
  return {
    Rules: [
      {
        ID: 'old-versions',
        Status: 'Enabled' as const,
        Filter: {},
        NoncurrentVersionExpiration: { NoncurrentDays: oldVersionDays },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ],
  };
}
