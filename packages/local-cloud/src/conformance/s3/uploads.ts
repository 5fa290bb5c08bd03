/** Objects that arrive in parts. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect } from '@jest/globals';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type S3Fixture } from './fixture.ts';

export function describeUploads({ it, client, Bucket, fresh, put, get, textOf, startUpload, part }: S3Fixture): void {
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
}
