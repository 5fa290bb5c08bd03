/** An object comes back as it was put. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect } from '@jest/globals';
import { GetObjectTaggingCommand, HeadObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { type S3Fixture } from './fixture.ts';

export function describeObjects({ it, client, Bucket, fresh, put, get, textOf, list, keysOf }: S3Fixture): void {
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
      await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: 'b', Value: '2' }] } }));
      const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key }));
      expect(TagSet).toEqual([{ Key: 'b', Value: '2' }]);
    });
  });
}
