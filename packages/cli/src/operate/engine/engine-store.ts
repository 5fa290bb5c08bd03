/** Where releases live: packages in the engine bucket, the active one in the SSM parameter. Packages are never overwritten. */
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { createReadStream, statSync } from 'node:fs';
import { z } from 'zod';
import { CommandError, EXIT } from '../../exit-code.ts';
import { reasonOf } from '../operator-clients.ts';
import { type ActiveRelease, findRelease, type Release } from './release.ts';

export interface EngineStore {
  listPublished(): Promise<Release[]>;
  /** False when the same package was there already. */
  upload(release: Release, file: string): Promise<boolean>;
  findActive(): Promise<ActiveRelease | undefined>;
  putActive(active: ActiveRelease): Promise<void>;
}

export interface EnginePlace {
  s3: S3Client;
  ssm: SSMClient;
  bucket: string;
  parameter: string;
}

const release = z.object({ name: z.string(), version: z.string(), key: z.string(), sha256: z.string() });
const active = release.extend({ previous: z.array(release).default([]) });

export function createEngineStore({ s3, ssm, bucket, parameter }: EnginePlace): EngineStore {
  return {
    listPublished: () => translate(bucket, () => listReleases(s3, bucket)),
    upload: (wanted, file) => translate(bucket, () => upload({ s3, bucket }, wanted, file)),
    findActive: () => translate(parameter, () => findActive(ssm, parameter)),
    putActive: (value) => translate(parameter, () => putActive(ssm, parameter, value)),
  };
}

async function listReleases(s3: S3Client, bucket: string): Promise<Release[]> {
  const found: Release[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'engines/', ...(token ? { ContinuationToken: token } : {}) }),
    );
    for (const { Key } of page.Contents ?? []) {
      const known = findRelease(Key ?? '');
      if (known) found.push(known);
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

async function upload(
  { s3, bucket }: { s3: S3Client; bucket: string },
  { key, sha256 }: Release,
  file: string,
): Promise<boolean> {
  if (await isThere(s3, bucket, key)) return false;
  const body = createReadStream(file);
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: statSync(file).size,
      ContentType: 'application/gzip',
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    }),
  );
  return true;
}

/** By a listing: unlike a HEAD it tells a missing bucket from a missing object. */
async function isThere(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
  return (page.Contents ?? []).some(({ Key }) => Key === key);
}

async function findActive(ssm: SSMClient, parameter: string): Promise<ActiveRelease | undefined> {
  try {
    const reply = await ssm.send(new GetParameterCommand({ Name: parameter }));
    return parseActive(parameter, reply.Parameter?.Value ?? '');
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  }
}

function parseActive(parameter: string, value: string): ActiveRelease {
  try {
    return active.parse(JSON.parse(value));
  } catch {
    throw new CommandError(EXIT.refused, `${parameter} does not hold a release: ${value.slice(0, 80)}`);
  }
}

async function putActive(ssm: SSMClient, parameter: string, value: ActiveRelease): Promise<void> {
  await ssm.send(
    new PutParameterCommand({ Name: parameter, Type: 'String', Value: JSON.stringify(value), Overwrite: true }),
  );
}

/** One sentence that names the place instead of the SDK's stack. */
async function translate<T>(place: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof Error && error.name === 'NoSuchBucket')
      throw new CommandError(EXIT.refused, `there is no bucket ${place}: is the environment deployed?`);
    throw new CommandError(EXIT.unreachable, `${place}: ${reasonOf(error)}`);
  }
}
