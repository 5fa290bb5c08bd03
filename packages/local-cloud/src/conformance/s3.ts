/**
 * What the farm needs of S3, stated with the real SDK and with presigned URLs against any endpoint. Every case works
 * under a prefix of its own in the bucket of the run.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { caseRunner, type KnownDifferences } from './case-runner.ts';

export function describeS3(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const it = caseRunner(differences);
  const Bucket = `conformance-${randomUUID()}`;
  let client: S3Client;

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

  describe(`S3 on ${name}`, () => {
    beforeAll(async () => {
      client = new S3Client({
        endpoint: getEndpoint(),
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: { accessKeyId: 'AKIACONFORMANCE', secretAccessKey: 'local' },
        maxAttempts: 1,
      });
      await client.send(new CreateBucketCommand({ Bucket }));
    });
    afterAll(() => client.destroy());

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
        await client.send(
          new PutBucketVersioningCommand({ ...other, VersioningConfiguration: { Status: 'Suspended' } }),
        );
        expect((await client.send(new GetBucketVersioningCommand(other))).Status).toBe('Suspended');
        const PublicAccessBlockConfiguration = { BlockPublicAcls: true, BlockPublicPolicy: true };
        await client.send(new PutPublicAccessBlockCommand({ ...other, PublicAccessBlockConfiguration }));
        const block = await client.send(new GetPublicAccessBlockCommand(other));
        expect(block.PublicAccessBlockConfiguration).toMatchObject(PublicAccessBlockConfiguration);
      });
    });

    describe('an object', () => {
      it('comes back with its bytes, its headers and its ETag', async () => {
        const Key = `${fresh()}video.mp4`;
        const bytes = randomBytes(300_000);
        const sent = await put(Key, bytes, {
          ContentType: 'video/mp4',
          CacheControl: 'max-age=1',
          Metadata: { job: 'job_1' },
        });
        expect(sent.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
        const got = await get(Key);
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
        const described = {
          ContentType: 'video/mp4',
          CacheControl: 'max-age=1',
          Metadata: { job: 'job_1' },
          ETag: sent.ETag,
        };
        expect(got).toMatchObject(described);
        expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
          ...described,
          ContentLength: 300_000,
        });
      });

      it('that is not there is missing, with a code for GET and a bare 404 for HEAD', async () => {
        const Key = `${fresh()}none`;
        await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
        await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
      });

      it('can be empty', async () => {
        const Key = `${fresh()}empty`;
        await put(Key, '', { ContentLength: 0 });
        expect(await get(Key)).toMatchObject({ ContentLength: 0, ETag: '"d41d8cd98f00b204e9800998ecf8427e"' });
      });

      it('can be sent as a stream, which the SDK chunks with a checksum behind it', async () => {
        const Key = `${fresh()}stream`;
        const pieces = Array.from({ length: 7 }, () => randomBytes(50_001));
        await put(Key, Readable.from(pieces), { ContentLength: 7 * 50_001 });
        const got = await get(Key);
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(pieces))).toBe(true);
        expect(got.ContentEncoding ?? '').not.toContain('aws-chunked');
      });

      it('has any key, which is never a path', async () => {
        const prefix = fresh();
        const keys = [
          '../../etc/passwd',
          '..',
          'a//b/',
          '/lead',
          'sp ace+plus%2F',
          'ü🎬',
          'q\'uo"te<&>',
          'x'.repeat(900),
        ];
        for (const key of keys) await put(prefix + key, key);
        for (const key of keys) expect(await textOf(prefix + key)).toBe(key);
        expect(keysOf(await list({ Prefix: prefix })).sort()).toEqual(keys.map((key) => prefix + key).sort());
      });

      it('is refused when its key is longer than 1024 bytes', async () => {
        await expect(put('ü'.repeat(513), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
      });

      it('is replaced as a whole', async () => {
        const Key = `${fresh()}k`;
        await put(Key, 'first, and longer', { Metadata: { a: '1' } });
        await put(Key, 'second');
        expect(await textOf(Key)).toBe('second');
        expect((await get(Key)).Metadata).toEqual({});
      });

      it('carries tags', async () => {
        const Key = `${fresh()}k`;
        await put(Key, 'x', { Tagging: 'a=1' });
        await client.send(
          new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: 'b', Value: '2' }] } }),
        );
        const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key }));
        expect(TagSet).toEqual([{ Key: 'b', Value: '2' }]);
      });
    });

    describe('a reader', () => {
      const text = '0123456789';

      it('gets the range it asks for', async () => {
        const Key = `${fresh()}k`;
        await put(Key, text);
        expect(await get(Key, { Range: 'bytes=2-4' })).toMatchObject({ ...status(206), ContentRange: 'bytes 2-4/10' });
        expect(await textOf(Key, { Range: 'bytes=2-4' })).toBe('234');
        expect(await textOf(Key, { Range: 'bytes=7-' })).toBe('789');
        expect(await textOf(Key, { Range: 'bytes=-2' })).toBe('89');
        expect(await textOf(Key, { Range: 'bytes=8-99' })).toBe('89');
        await expect(get(Key, { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange', ...status(416) });
      });

      it('is spared what it has, and told when it is not what it expects', async () => {
        const Key = `${fresh()}k`;
        const { ETag } = await put(Key, text);
        await expect(get(Key, { IfNoneMatch: ETag })).rejects.toMatchObject(status(304));
        expect(await textOf(Key, { IfMatch: ETag })).toBe(text);
        await expect(get(Key, { IfMatch: '"other"' })).rejects.toMatchObject(status(412));
        const later = new Date(Date.now() + 3_600_000);
        await expect(get(Key, { IfModifiedSince: later })).rejects.toMatchObject(status(304));
        const before = new Date(Date.now() - 3_600_000);
        await expect(get(Key, { IfUnmodifiedSince: before })).rejects.toMatchObject(status(412));
      });

      it('can override the headers of the reply', async () => {
        const Key = `${fresh()}k`;
        await put(Key, text);
        const got = await get(Key, { ResponseContentType: 'text/x', ResponseContentDisposition: 'attachment' });
        expect(got).toMatchObject({ ContentType: 'text/x', ContentDisposition: 'attachment' });
      });
    });

    describe('a checksum', () => {
      const value = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('base64');

      it('of any algorithm is verified and given back', async () => {
        const Key = `${fresh()}k`;
        for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const) {
          const sent = await put(Key, '123456789', { ChecksumAlgorithm });
          const got = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
          const member = `Checksum${ChecksumAlgorithm}` as const;
          expect(sent[member]).toBeTruthy();
          expect(got[member]).toBe(sent[member]);
        }
        await put(Key, '123456789', { ChecksumAlgorithm: 'CRC32C' });
        const got = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
        expect(got.ChecksumCRC32C).toBe('4waSgw==');
      });

      it('that does not fit the bytes refuses them', async () => {
        const Key = `${fresh()}k`;
        const wrong = put(Key, 'these', { ChecksumSHA256: value('sha256', 'others') });
        await expect(wrong).rejects.toMatchObject({ name: 'BadDigest' });
        await expect(put(Key, 'these', { ContentMD5: value('md5', 'others') })).rejects.toMatchObject({
          name: 'BadDigest',
        });
        await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
      });
    });

    describe('a conditional write', () => {
      it('makes an object only where none is', async () => {
        const Key = `${fresh()}k`;
        await put(Key, 'first', { IfNoneMatch: '*' });
        await expect(put(Key, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
          name: 'PreconditionFailed',
          ...status(412),
        });
        expect(await textOf(Key)).toBe('first');
      });

      it('is won by exactly one of many at the same time', async () => {
        const Key = `${fresh()}k`;
        const tries = Array.from({ length: 8 }, (_, n) =>
          put(Key, `writer ${n}`, { IfNoneMatch: '*' }).then(
            () => n,
            () => -1,
          ),
        );
        const winners = (await Promise.all(tries)).filter((n) => n >= 0);
        expect(winners).toHaveLength(1);
        expect(await textOf(Key)).toBe(`writer ${winners[0]}`);
      });

      it('replaces only what it expects', async () => {
        const Key = `${fresh()}k`;
        const { ETag } = await put(Key, 'first');
        await put(Key, 'second', { IfMatch: ETag });
        await expect(put(Key, 'third', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
        expect(await textOf(Key)).toBe('second');
      });
    });

    describe('a copy', () => {
      it('has the bytes and metadata of its source, or metadata of its own', async () => {
        const prefix = fresh();
        await put(`${prefix}ü/from`, 'bytes', { Metadata: { a: '1' }, ContentType: 'text/x' });
        const CopySource = `${Bucket}/${encodeURIComponent(`${prefix}ü/from`)}`;
        await client.send(new CopyObjectCommand({ Bucket, Key: `${prefix}to`, CopySource }));
        expect(await get(`${prefix}to`)).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/x' });
        const own = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
        await client.send(new CopyObjectCommand({ Bucket, Key: `${prefix}to`, CopySource, ...own }));
        expect((await get(`${prefix}to`)).Metadata).toEqual({ b: '2' });
        await client.send(new DeleteObjectCommand({ Bucket, Key: `${prefix}ü/from` }));
        expect(await textOf(`${prefix}to`)).toBe('bytes');
      });

      it('of nothing is refused', async () => {
        const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/${fresh()}none` });
        await expect(client.send(copy)).rejects.toMatchObject({ name: 'NoSuchKey' });
      });
    });

    describe('a deletion', () => {
      it('succeeds whether the object is there or not', async () => {
        const Key = `${fresh()}k`;
        await put(Key, 'x');
        for (let n = 0; n < 2; n += 1) {
          expect(await client.send(new DeleteObjectCommand({ Bucket, Key }))).toMatchObject(status(204));
        }
        await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
      });

      it('takes many keys at once', async () => {
        const prefix = fresh();
        const keys = ['a', 'b & <c>', ' spaces '].map((key) => prefix + key);
        for (const key of keys) await put(key, 'x');
        const Objects = [...keys, `${prefix}none`].map((Key) => ({ Key }));
        const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        expect(Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
        expect(keysOf(await list({ Prefix: prefix }))).toEqual([]);
      });
    });

    describe('a listing', () => {
      it('is in byte order, rolls up at the delimiter and goes on where it stopped', async () => {
        const prefix = fresh();
        const names = ['B', 'a', 'a/1', 'a/2', 'a-', 'b/1', 'z', 'ü', '🎬'];
        for (const key of names) await put(prefix + key, key);
        const sorted = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(keysOf(await list({ Prefix: prefix }))).toEqual(sorted.map((key) => prefix + key));

        const rolled = await list({ Prefix: prefix, Delimiter: '/' });
        expect(rolled.CommonPrefixes).toEqual([{ Prefix: `${prefix}a/` }, { Prefix: `${prefix}b/` }]);
        expect(rolled.KeyCount).toBe(8);

        const found: (string | undefined)[] = [];
        let ContinuationToken: string | undefined;
        do {
          const page = await list({
            Prefix: prefix,
            Delimiter: '/',
            MaxKeys: 2,
            ...(ContinuationToken && { ContinuationToken }),
          });
          found.push(...keysOf(page), ...(page.CommonPrefixes ?? []).map((common) => common.Prefix));
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined);
        expect(found).toHaveLength(8);
        expect(new Set(found).size).toBe(8);
        expect(keysOf(await list({ Prefix: prefix, StartAfter: `${prefix}z` }))).toEqual([`${prefix}ü`, `${prefix}🎬`]);
      });

      it('of the first version pages by marker', async () => {
        const prefix = fresh();
        for (const key of ['a', 'b/1', 'b/2', 'c']) await put(prefix + key, key);
        const first = await client.send(new ListObjectsCommand({ Bucket, Prefix: prefix, Delimiter: '/', MaxKeys: 2 }));
        expect(first).toMatchObject({ IsTruncated: true, NextMarker: `${prefix}b/` });
        const rest = new ListObjectsCommand({ Bucket, Prefix: prefix, Delimiter: '/', Marker: first.NextMarker });
        expect(keysOf(await client.send(rest))).toEqual([`${prefix}c`]);
      });

      it('encodes keys when asked to', async () => {
        const prefix = fresh();
        await put(`${prefix}a b`, 'x');
        const { Contents } = await list({ Prefix: prefix, EncodingType: 'url' });
        expect(Contents?.[0]?.Key).toMatch(/a(\+|%20)b$/);
      });
    });

    describe('an upload in parts', () => {
      const partBytes = 5 * 1024 * 1024;

      it('becomes one object with the ETag of its parts', async () => {
        const Key = `${fresh()}big`;
        const bodies = [randomBytes(partBytes), randomBytes(1234)] as const;
        const UploadId = await startUpload(Key, { ContentType: 'video/mp4', Metadata: { a: '1' } });
        const Parts = [];
        for (const [index, body] of bodies.entries()) {
          Parts.push({ PartNumber: index + 1, ETag: (await part(Key, UploadId, index + 1, body)).ETag });
        }
        const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
        expect(listed.Parts?.map(({ Size }) => Size)).toEqual([partBytes, 1234]);
        const open = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
        expect(open.Uploads).toMatchObject([{ Key, UploadId }]);
        await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });

        const done = await client.send(
          new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
        );
        const md5s = bodies.map((body) => createHash('md5').update(body).digest());
        expect(done.ETag).toBe(`"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`);
        const got = await get(Key);
        expect(got).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: '1' }, ContentLength: partBytes + 1234 });
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(bodies))).toBe(true);
        const across = await get(Key, { Range: `bytes=${partBytes - 3}-${partBytes + 2}` });
        const expected = Buffer.concat(bodies).subarray(partBytes - 3, partBytes + 3);
        expect(Buffer.from((await across.Body?.transformToByteArray()) ?? [])).toEqual(expected);
      });

      it('takes no more parts once it is complete', async () => {
        const Key = `${fresh()}k`;
        const UploadId = await startUpload(Key);
        const { ETag } = await part(Key, UploadId, 1, Buffer.from('x'));
        const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
        await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
        await expect(part(Key, UploadId, 2, Buffer.from('x'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
      });

      it('by the SDK from a stream has the same bytes', async () => {
        const Key = `${fresh()}stream`;
        const pieces = Array.from({ length: 6 }, () => randomBytes(1024 * 1024 + 7));
        await new Upload({ client, params: { Bucket, Key, Body: Readable.from(pieces) } }).done();
        const got = Buffer.from((await (await get(Key)).Body?.transformToByteArray()) ?? []);
        expect(got.equals(Buffer.concat(pieces))).toBe(true);
      });

      it('is completed only where no object is, when asked so', async () => {
        const Key = `${fresh()}k`;
        const UploadId = await startUpload(Key);
        const { ETag } = await part(Key, UploadId, 1, Buffer.from('parts'));
        await put(Key, 'first');
        const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
        const complete = new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload,
          IfNoneMatch: '*',
        });
        await expect(client.send(complete)).rejects.toMatchObject({ name: 'PreconditionFailed' });
        expect(await textOf(Key)).toBe('first');
      });

      const startTwo = async () => {
        const Key = `${fresh()}k`;
        const UploadId = await startUpload(Key);
        const [a, b] = [await part(Key, UploadId, 1, Buffer.from('a')), await part(Key, UploadId, 2, Buffer.from('b'))];
        const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
          client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
        return { a: { PartNumber: 1, ETag: a.ETag }, b: { PartNumber: 2, ETag: b.ETag }, complete };
      };

      it('is refused with parts that are unknown', async () => {
        const { a, complete } = await startTwo();
        const unknown = { PartNumber: 2, ETag: '"0123"' };
        await expect(complete([a, unknown])).rejects.toMatchObject({ name: 'InvalidPart' });
      });

      it('is refused with parts out of order', async () => {
        const { a, b, complete } = await startTwo();
        await expect(complete([b, a])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
      });

      it('is refused with parts that are too small', async () => {
        const { a, b, complete } = await startTwo();
        await expect(complete([a, b])).rejects.toMatchObject({ name: 'EntityTooSmall' });
      });

      it('leaves nothing when aborted', async () => {
        const Key = `${fresh()}k`;
        const UploadId = await startUpload(Key);
        await part(Key, UploadId, 1, Buffer.from('a'));
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
        await expect(client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).rejects.toMatchObject({
          name: 'NoSuchUpload',
        });
      });
    });

    describe('a presigned URL', () => {
      it('reads without credentials, ranges included', async () => {
        const Key = `${fresh()}sp ace ü+&.mp4`;
        await put(Key, '0123456789');
        const url = await presign(Key);
        expect(await (await fetch(url)).text()).toBe('0123456789');
        const ranged = await fetch(url, { headers: { range: 'bytes=1-2' } });
        expect([ranged.status, await ranged.text()]).toEqual([206, '12']);
      });

      it('writes what was signed', async () => {
        const Key = `${fresh()}k`;
        const command = new PutObjectCommand({ Bucket, Key, ContentType: 'video/mp4' });
        const url = await getSignedUrl(client, command, { expiresIn: 60, signableHeaders: new Set(['content-type']) });
        const send = (type: string) => fetch(url, { method: 'PUT', body: 'bytes', headers: { 'content-type': type } });
        expect((await send('video/mp4')).status).toBe(200);
        expect(await get(Key)).toMatchObject({ ContentType: 'video/mp4', ContentLength: 5 });
      });

      it('does not write with other headers than were signed', async () => {
        const command = new PutObjectCommand({ Bucket, Key: `${fresh()}k`, ContentType: 'video/mp4' });
        const url = await getSignedUrl(client, command, { expiresIn: 60, signableHeaders: new Set(['content-type']) });
        const reply = await fetch(url, { method: 'PUT', body: 'bytes', headers: { 'content-type': 'text/html' } });
        expect(reply.status).toBe(403);
        expect(await reply.text()).toContain('SignatureDoesNotMatch');
      });

      it('is good for its own key and method alone', async () => {
        const prefix = fresh();
        await put(`${prefix}a`, 'x');
        await put(`${prefix}b`, 'x');
        const url = await presign(`${prefix}a`);
        expect((await fetch(url.replace(`${prefix}a`, `${prefix}b`))).status).toBe(403);
        expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
      });

      it('ends when it says', async () => {
        const Key = `${fresh()}k`;
        await put(Key, 'x');
        const signingDate = new Date(Date.now() - 120_000);
        const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60, signingDate });
        const reply = await fetch(url);
        expect(reply.status).toBe(403);
        expect(await reply.text()).toContain('Request has expired');
      });

      it('is needed: without any signature nothing is shown', async () => {
        const Key = `${fresh()}k`;
        await put(Key, 'x');
        const reply = await fetch((await presign(Key)).replace(/\?.*/, ''));
        expect(reply.status).toBe(403);
        expect(await reply.text()).toContain('AccessDenied');
      });
    });
  });
}
