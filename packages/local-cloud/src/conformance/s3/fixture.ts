/** What the S3 cases share: a bucket of this run alone, prefixes of their own, and the calls in short. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { caseRunner, type KnownDifferences } from '../case-runner.ts';
import { clientConfig } from '../client-config.ts';

export type S3Fixture = ReturnType<typeof createS3Fixture>;

export function createS3Fixture(getEndpoint: () => string, differences?: KnownDifferences) {
  const Bucket = `conformance-${randomUUID()}`;
  const client = new S3Client({ ...clientConfig(getEndpoint), forcePathStyle: true });

  const fresh = () => `${randomUUID()}/`;
  const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, ...more, ...(Body !== undefined && { Body }) }));
  const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
    client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  const textOf = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
    (await get(Key, more)).Body?.transformToString();
  const list = (more: Partial<ListObjectsV2CommandInput>) => client.send(new ListObjectsV2Command({ Bucket, ...more }));
  const keysOf = ({ Contents }: { Contents?: { Key?: string | undefined }[] | undefined }) =>
    (Contents ?? []).map(({ Key }) => Key);
  const status = (httpStatusCode: number) => ({ $metadata: expect.objectContaining({ httpStatusCode }) });
  const presign = (Key: string, expiresIn = 60) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn });
  const startUpload = async (Key: string, more: object = {}) =>
    (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId;
  const part = (Key: string, UploadId: string | undefined, PartNumber: number, Body: Buffer) =>
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));

  return {
    it: caseRunner(differences),
    client,
    Bucket,
    fresh,
    put,
    get,
    textOf,
    list,
    keysOf,
    status,
    presign,
    startUpload,
    part,
  };
}
