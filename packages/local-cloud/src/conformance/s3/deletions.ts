/** Objects gone, one by one and many at once. */
import { describe, expect } from '@jest/globals';
import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { type S3Fixture } from './fixture.ts';

export function describeDeletions({ it, client, Bucket, fresh, put, get, list, keysOf, status }: S3Fixture): void {
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
}
