/** Objects copied by the server. */
import { describe, expect } from '@jest/globals';
import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { type S3Fixture } from './fixture.ts';

export function describeCopies({ it, client, Bucket, fresh, put, get, textOf }: S3Fixture): void {
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
}
