/** The artifact bucket: signed URLs for results and uploads, and whether an upload has arrived. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { FarmError } from '@reelyard/contracts';
import { type Storage, type WantedUpload } from '../ports.ts';

export function createS3Storage(client: S3Client, bucket: string): Storage {
  // A checksum of the empty body would be signed into upload URLs and refuse every real upload.
  client.config.requestChecksumCalculation = async () => 'WHEN_REQUIRED';
  const place = (key: string): { Bucket: string; Key: string } => ({ Bucket: bucket, Key: key });
  return {
    uri: (key) => `s3://${bucket}/${key}`,
    async exists(key) {
      try {
        await client.send(new HeadObjectCommand(place(key)));
        return true;
      } catch (cause) {
        if (isMissing(cause)) return false;
        throw new FarmError('storage-unavailable', 'S3 did not tell whether the object exists', { cause });
      }
    },
    put: async (key, body) => {
      await asked('take', () => client.send(new PutObjectCommand({ ...place(key), Body: body })));
    },
    get: (key) =>
      asked('give', async () => {
        const { Body } = await client.send(new GetObjectCommand(place(key)));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      }),
    remove: async (key) => {
      await asked('remove', () => client.send(new DeleteObjectCommand(place(key))));
    },
    signGet: (key, seconds) =>
      signed(() => getSignedUrl(client, new GetObjectCommand(place(key)), { expiresIn: seconds })),
    async signPut(key, wanted, seconds) {
      const { command, headers } = describePut(place(key), wanted);
      // Every HTTP client sends the length by itself; here it is signed, so a body of another size is refused.
      const length = wanted.bytes === undefined ? [] : ['content-length'];
      const signableHeaders = new Set(['host', ...Object.keys(headers), ...length]);
      // In the address a checksum would bind nobody: S3 compares the header alone with the bytes.
      const options = { expiresIn: seconds, signableHeaders, unhoistableHeaders: new Set([DIGEST_HEADER]) };
      return { url: await signed(() => getSignedUrl(client, command, options)), headers };
    },
  };
}

const DIGEST_HEADER = 'x-amz-checksum-sha256';

function describePut(place: { Bucket: string; Key: string }, { contentType, bytes, sha256 }: WantedUpload) {
  const digest = sha256 === undefined ? undefined : Buffer.from(sha256, 'hex').toString('base64');
  const command = new PutObjectCommand({
    ...{ ...place, ContentType: contentType },
    ...(bytes === undefined ? {} : { ContentLength: bytes }),
    ...(digest === undefined ? {} : { ChecksumSHA256: digest }),
  });
  const headers = { 'content-type': contentType, ...(digest === undefined ? {} : { [DIGEST_HEADER]: digest }) };
  return { command, headers };
}

/** A HEAD has no body, so the SDK knows the status alone. Needs ListBucket: without it S3 says 403 for what is missing. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey');
}

/** Signing needs credentials, and those may come over the network. */
async function signed(sign: () => Promise<string>): Promise<string> {
  try {
    return await sign();
  } catch (cause) {
    throw new FarmError('storage-unavailable', 'no credentials to sign an S3 address with', { cause });
  }
}

async function asked<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new FarmError('storage-unavailable', `S3 did not ${what} the object`, { cause });
  }
}
