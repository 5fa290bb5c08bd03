/** Which keys are there: order, pages, folders. */
import { describe, expect } from '@jest/globals';
import { ListObjectsCommand } from '@aws-sdk/client-s3';
import { type S3Fixture } from './fixture.ts';

export function describeListings({ it, client, Bucket, fresh, put, list, keysOf }: S3Fixture): void {
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
}
