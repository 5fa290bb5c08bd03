/** Writes that happen only when the object is, or is not, there. */
import { describe, expect } from '@jest/globals';
import { type S3Fixture } from './fixture.ts';

export function describeConditionalWrites({ it, fresh, put, textOf, status }: S3Fixture): void {
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
}
