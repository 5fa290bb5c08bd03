/** What a reader may ask of an object: ranges and conditions. */
import { describe, expect } from '@jest/globals';
import { type S3Fixture } from './fixture.ts';

export function describeReaders({ it, fresh, put, get, textOf, status }: S3Fixture): void {
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
}
