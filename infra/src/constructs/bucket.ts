/**
 * A bucket: private, owner-enforced, encrypted, versioned, TLS only, logged, and with a life for everything in it. One concern,
 * six resources, because the provider splits it so.
 */
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging/index.js';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js';
import { Construct } from 'constructs';
import { bucketPolicy } from '../policies/bucket.ts';
import { renderPolicy, type Statement } from '../policies/statement.ts';

export interface BucketProps {
  name: string;
  /** Our key, or S3's own where a service that writes cannot use ours: say why. */
  encryption: { keyArn: string } | { s3Managed: true; because: string };
  /** Objects go after this many days; absent: they stay. Old versions and unfinished uploads always go. */
  expireDays?: number;
  /** Days that an overwritten or deleted object can be brought back. */
  oldVersionDays: number;
  /** Where its access log goes; the log bucket itself has none. */
  logTo: { bucket: Bucket; prefix: string } | { nowhere: true; because: string };
  /** Deletes what is in it when it is destroyed. */
  isProtected: boolean;
  grants?: readonly Statement[];
  /** False on an AWS whose policies know no conditions: statements with one are left out. */
  hasConditions: boolean;
}

const unfinishedUploadDays = 2;

export class Bucket extends Construct {
  readonly name: string;
  /** Services write into the bucket once it allows them to. */
  readonly policy: S3BucketPolicy | undefined;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'bucket', { bucket: props.name, forceDestroy: !props.isProtected }).bucket;
    this.name = bucket;
    new S3BucketPublicAccessBlock(this, 'block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
    this.policy = this.#guard(props);
    this.#encrypt(props);
    this.#expire(props);
    this.#log(props);
  }

  #log({ logTo }: BucketProps): void {
    if (!('bucket' in logTo)) return;
    new S3BucketLoggingA(this, 'logging', {
      bucket: this.name,
      targetBucket: logTo.bucket.name,
      targetPrefix: logTo.prefix,
      ...(logTo.bucket.policy === undefined ? {} : { dependsOn: [logTo.bucket.policy] }),
    });
  }

  #guard({ name, grants = [], hasConditions }: BucketProps): S3BucketPolicy | undefined {
    const { of, statements } = bucketPolicy(name, grants);
    const kept = statements.filter(({ conditions }) => hasConditions || conditions === undefined);
    if (kept.length === 0) return undefined;
    return new S3BucketPolicy(this, 'policy', { bucket: this.name, policy: renderPolicy({ of, statements: kept }) });
  }

  #encrypt({ encryption }: BucketProps): void {
    const byDefault =
      'keyArn' in encryption
        ? { sseAlgorithm: 'aws:kms', kmsMasterKeyId: encryption.keyArn }
        : { sseAlgorithm: 'AES256' };
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.name,
      // One data key per bucket and hour or so instead of one per object.
      rule: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: 'keyArn' in encryption }],
    });
  }

  #expire({ expireDays, oldVersionDays }: BucketProps): void {
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.name,
      rule: [
        {
          id: 'tidy',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: unfinishedUploadDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: oldVersionDays }],
          ...(expireDays === undefined ? {} : { expiration: [{ days: expireDays }] }),
        },
      ],
    });
  }
}
