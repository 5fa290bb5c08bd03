/** What must survive: the ledger, artifacts, packages and images, under one key. */
import { type Construct } from 'constructs';
import { Bucket, type BucketProps } from '../constructs/bucket.ts';
import { ImageRepository } from '../constructs/image-repository.ts';
import { Key } from '../constructs/key.ts';
import { Table } from '../constructs/table.ts';
import { ledgerTable } from '../ledger-table.ts';
import { accessLogWriters, bucketLogPrefix } from '../policies/access-log-writers.ts';
import { artifactReaders } from '../policies/artifact-readers.ts';
import { keyPolicy } from '../policies/key.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

const keepImages = 20;
const oldVersionDays = 7;

export class DataStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'data', props);
    const { names, environment } = this;
    const { isProtected, retention } = environment;
    const key = new Key(this, 'key', {
      alias: names.keyAlias,
      description: `${names.prefix}: ledger, artifacts, packages, images`,
      policy: keyPolicy(names),
    });
    new Table(this, 'ledger', { name: names.table, keyArn: key.arn, isProtected, ...ledgerTable });
    const hasConditions = this.has('bucket-conditions');
    const logs = new Bucket(this, 'access-logs', {
      name: names.accessLogBucket,
      encryption: { s3Managed: true, because: 'the load balancer writes to no bucket with a key of ours' },
      expireDays: retention.logDays,
      oldVersionDays: 1,
      logTo: { nowhere: true, because: 'its own log would feed itself' },
      isProtected,
      hasConditions,
      grants: accessLogWriters(names),
    });
    const encryption = { keyArn: key.arn };
    const ours = { encryption, isProtected, oldVersionDays, hasConditions };
    new Bucket(this, 'artifacts', {
      ...ours,
      name: names.artifactBucket,
      logTo: this.#logTo(logs, 'artifacts'),
      expireDays: retention.artifactDays,
      grants: artifactReaders(names),
    });
    new Bucket(this, 'engines', { ...ours, name: names.engineBucket, logTo: this.#logTo(logs, 'engines') });
    new ImageRepository(this, 'images', { name: names.repository, keyArn: key.arn, keepImages, isProtected });
  }

  #logTo(bucket: Bucket, use: string): BucketProps['logTo'] {
    const omitted = this.environment.omissions.find(({ feature }) => feature === 'bucket-logs');
    return omitted ? { nowhere: true, because: omitted.because } : { bucket, prefix: bucketLogPrefix(use) };
  }
}
