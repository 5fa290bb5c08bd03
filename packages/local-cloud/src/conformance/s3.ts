/**
 * What the farm needs of S3, stated with the real SDK and with presigned URLs against any endpoint. Every case works
 * under a prefix of its own in the bucket of the run.
 */
import { afterAll, beforeAll, describe } from '@jest/globals';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { type KnownDifferences } from './case-runner.ts';
import { describeBuckets } from './s3/buckets.ts';
import { describeChecksums } from './s3/checksums.ts';
import { describeConditionalWrites } from './s3/conditional-writes.ts';
import { describeCopies } from './s3/copies.ts';
import { describeDeletions } from './s3/deletions.ts';
import { createS3Fixture } from './s3/fixture.ts';
import { describeListings } from './s3/listings.ts';
import { describeObjects } from './s3/objects.ts';
import { describePresignedUrls } from './s3/presigned-urls.ts';
import { describeReaders } from './s3/readers.ts';
import { describeUploads } from './s3/uploads.ts';

export function describeS3(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const fixture = createS3Fixture(getEndpoint, differences);
  const { client, Bucket } = fixture;

  describe(`S3 on ${name}`, () => {
    beforeAll(async () => {
      await client.send(new CreateBucketCommand({ Bucket }));
    });
    afterAll(() => client.destroy());

    describeBuckets(fixture);
    describeObjects(fixture);
    describeReaders(fixture);
    describeChecksums(fixture);
    describeConditionalWrites(fixture);
    describeCopies(fixture);
    describeDeletions(fixture);
    describeListings(fixture);
    describeUploads(fixture);
    describePresignedUrls(fixture);
  });
}
