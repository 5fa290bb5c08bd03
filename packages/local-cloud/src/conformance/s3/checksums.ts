/** Checksums: what is sent is checked, what is kept is told. */
import { createHash } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { type S3Fixture } from './fixture.ts';

export function describeChecksums({ it, client, Bucket, fresh, put, get }: S3Fixture): void {
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
}
