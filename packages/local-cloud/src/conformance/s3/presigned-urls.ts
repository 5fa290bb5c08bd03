/** URLs that carry their own permission: for one key, one method and a while. */
import { describe, expect } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type S3Fixture } from './fixture.ts';

export function describePresignedUrls({ it, client, Bucket, fresh, put, get, presign }: S3Fixture): void {
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
}
