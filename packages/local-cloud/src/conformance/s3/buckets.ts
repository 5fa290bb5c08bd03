/** The life of a bucket and the documents that it keeps. */
import { randomUUID } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { type S3Fixture } from './fixture.ts';

export function describeBuckets({ it, client, Bucket, status }: S3Fixture): void {
  describe('a bucket', () => {
    it('is found when it exists, and only then', async () => {
      expect(await client.send(new HeadBucketCommand({ Bucket }))).toMatchObject(status(200));
      const { Buckets } = await client.send(new ListBucketsCommand({}));
      expect(Buckets?.map((bucket) => bucket.Name)).toContain(Bucket);
      const none = { Bucket: `none-${randomUUID()}` };
      await expect(client.send(new HeadBucketCommand(none))).rejects.toMatchObject(status(404));
      await expect(client.send(new ListObjectsV2Command(none))).rejects.toMatchObject({ name: 'NoSuchBucket' });
      await expect(client.send(new GetObjectCommand({ ...none, Key: 'k' }))).rejects.toMatchObject({
        name: 'NoSuchBucket',
      });
    });

    it('is removed only when empty', async () => {
      const other = { Bucket: `other-${randomUUID()}` };
      await client.send(new CreateBucketCommand(other));
      await client.send(new PutObjectCommand({ ...other, Key: 'k', Body: 'x' }));
      await expect(client.send(new DeleteBucketCommand(other))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
      await client.send(new DeleteObjectCommand({ ...other, Key: 'k' }));
      await client.send(new DeleteBucketCommand(other));
      await expect(client.send(new HeadBucketCommand(other))).rejects.toMatchObject(status(404));
    });

    it('keeps its policy, versioning and public access block', async () => {
      const other = { Bucket: `other-${randomUUID()}` };
      await client.send(new CreateBucketCommand(other));
      await expect(client.send(new GetBucketPolicyCommand(other))).rejects.toMatchObject({
        name: 'NoSuchBucketPolicy',
      });
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
      await client.send(new PutBucketPolicyCommand({ ...other, Policy }));
      expect(JSON.parse((await client.send(new GetBucketPolicyCommand(other))).Policy ?? '')).toEqual(
        JSON.parse(Policy),
      );
      expect((await client.send(new GetBucketVersioningCommand(other))).Status).toBeUndefined();
      await client.send(new PutBucketVersioningCommand({ ...other, VersioningConfiguration: { Status: 'Suspended' } }));
      expect((await client.send(new GetBucketVersioningCommand(other))).Status).toBe('Suspended');
      const PublicAccessBlockConfiguration = { BlockPublicAcls: true, BlockPublicPolicy: true };
      await client.send(new PutPublicAccessBlockCommand({ ...other, PublicAccessBlockConfiguration }));
      const block = await client.send(new GetPublicAccessBlockCommand(other));
      expect(block.PublicAccessBlockConfiguration).toMatchObject(PublicAccessBlockConfiguration);
    });
  });
}
