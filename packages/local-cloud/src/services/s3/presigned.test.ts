import { beforeAll, describe, expect, it } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash } from 'node:crypto';
import { serve } from '../../server/test-server.ts';
import { localSecretAccessKey } from './presigned.ts';
import { s3 } from './s3.ts';

const signedAt = Date.parse('2026-06-01T12:00:00Z');
let now = signedAt;
const cloud = serve([s3], () => now);

const clientOf = (secretAccessKey: string, accessKeyId = 'i-0123') =>
  new S3Client({
    endpoint: cloud().endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
const presign = (command: GetObjectCommand | PutObjectCommand, more = {}, client = clientOf(localSecretAccessKey)) =>
  getSignedUrl(client, command, { expiresIn: 900, signingDate: new Date(signedAt), ...more });
const read = () => new GetObjectCommand({ Bucket: 'clips', Key: 'k' });
const answer = async (reply: Response): Promise<[number, string | undefined]> => [
  reply.status,
  /<Code>(.*)<\/Code>/.exec(await reply.text())?.[1],
];

beforeAll(async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=local/20260601/us-east-1/s3/aws4_request';
  for (const path of ['/clips', '/clips/k']) {
    await fetch(cloud().endpoint + path, {
      method: 'PUT',
      headers: { authorization },
      body: path === '/clips' ? '' : 'x',
    });
  }
});

describe('a presigned URL, by the clock', () => {
  it('is good to its last second, and no longer', async () => {
    const url = await presign(read());
    now = signedAt + 900_000;
    expect((await fetch(url)).status).toBe(200);
    now += 1;
    expect(await answer(await fetch(url))).toEqual([403, 'AccessDenied']);
    now = signedAt;
  });

  it('cannot be made to last longer', async () => {
    const url = await presign(read());
    expect(await answer(await fetch(url.replace('Expires=900', 'Expires=9000')))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    const tooLong = url.replace('Expires=900', 'Expires=604801');
    expect(await answer(await fetch(tooLong))).toEqual([400, 'AuthorizationQueryParametersError']);
  });

  it('from the future is not yet good', async () => {
    const url = await presign(read(), { signingDate: new Date(signedAt + 3_600_000) });
    expect(await answer(await fetch(url))).toEqual([403, 'AccessDenied']);
  });

  it('signed with another secret is refused, whoever signed', async () => {
    expect((await fetch(await presign(read(), {}, clientOf(localSecretAccessKey, 'anyone')))).status).toBe(200);
    const url = await presign(read(), {}, clientOf('other'));
    expect(await answer(await fetch(url))).toEqual([403, 'SignatureDoesNotMatch']);
  });
});

describe('a presigned upload', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
  const upload = async (signed: string, sent: string, extra: Record<string, string> = {}) => {
    const ChecksumSHA256 = sha256(signed);
    const command = new PutObjectCommand({ Bucket: 'clips', Key: 'up', ContentLength: signed.length, ChecksumSHA256 });
    const name = 'x-amz-checksum-sha256';
    const url = await presign(command, {
      signableHeaders: new Set(['content-length', name]),
      unhoistableHeaders: new Set([name]),
    });
    const headers = { [name]: ChecksumSHA256, ...extra };
    return answer(await fetch(url, { method: 'PUT', body: sent, headers }));
  };

  it('takes exactly the bytes whose length and SHA-256 were signed', async () => {
    expect(await upload('exact', 'exact')).toEqual([200, undefined]);
    expect(await upload('exact', 'other')).toEqual([400, 'BadDigest']);
    expect(await upload('exact', 'longer')).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('takes no header of S3 that was not signed', async () => {
    expect(await upload('exact', 'exact', { 'x-amz-meta-a': '1' })).toEqual([403, 'AccessDenied']);
  });

  it('keeps the metadata that was signed into its URL', async () => {
    const command = new PutObjectCommand({ Bucket: 'clips', Key: 'meta', Metadata: { job: 'job_1' } });
    const reply = await fetch(await presign(command), { method: 'PUT', body: 'x' });
    expect(reply.status).toBe(200);
    const got = await clientOf('any').send(new GetObjectCommand({ Bucket: 'clips', Key: 'meta' }));
    expect(got.Metadata).toEqual({ job: 'job_1' });
  });
});
