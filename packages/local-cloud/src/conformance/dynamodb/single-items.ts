/** Items one by one: every type of value, numbers exact, keys checked. */
import { describe, expect } from '@jest/globals';
import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { S, N, type Item, type DynamoDbFixture } from './fixture.ts';

export function describeSingleItems({ it, client, table, fresh, put, get, key, invalid }: DynamoDbFixture): void {
  describe('single items', () => {
    it('every type of value comes back as it was put', async () => {
      const pk = fresh();
      const item: Item = {
        ...key(pk),
        text: S('größer 🎬'),
        empty: S(''),
        number: N('-12.5'),
        bytes: { B: Uint8Array.from([0, 255, 7]) },
        yes: { BOOL: true },
        nothing: { NULL: true },
        list: { L: [S('a'), { L: [N(1)] }] },
        map: { M: { deep: { M: { er: S('x') } } } },
        words: { SS: ['a', 'b'] },
        figures: { NS: ['1', '2.5'] },
      };
      await put(item);
      const found = await get(key(pk));
      expect({ ...found, figures: undefined }).toEqual({ ...item, figures: undefined });
      expect(new Set(found?.['figures']?.NS)).toEqual(new Set(['1', '2.5']));
    });

    it('numbers come back in plain canonical form, 38 digits exact', async () => {
      const pk = fresh();
      const long = '12345678901234567890123456789012345678';
      await put({ ...key(pk), a: N('1.50'), b: N('007'), c: N('1e3'), d: N(long), e: N('-0.0010') });
      expect(await get(key(pk))).toMatchObject({ a: N('1.5'), b: N('7'), c: N('1000'), d: N(long), e: N('-0.001') });
    });

    it('what is no number, or too long a number, is refused', async () => {
      await expect(put({ ...key(fresh()), a: N('abc') })).rejects.toMatchObject(
        invalid('cannot be converted to a numeric value'),
      );
      await expect(put({ ...key(fresh()), a: N('1'.repeat(39)) })).rejects.toMatchObject(
        invalid('more than 38 significant digits'),
      );
    });

    it('a missing item is no item', async () => {
      expect(await get(key(fresh()))).toBeUndefined();
    });

    it('put replaces the whole item and can return the old one', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: S('1') });
      const { Attributes: old } = await put({ ...key(pk), b: S('2') }, { ReturnValues: 'ALL_OLD' });
      expect(old).toEqual({ ...key(pk), a: S('1') });
      expect(await get(key(pk))).toEqual({ ...key(pk), b: S('2') });
    });

    it('delete removes and can return the old item; deleting nothing is fine', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: S('1') });
      const remove = () =>
        client.send(new DeleteItemCommand({ TableName: table, Key: key(pk), ReturnValues: 'ALL_OLD' }));
      expect((await remove()).Attributes).toEqual({ ...key(pk), a: S('1') });
      expect((await remove()).Attributes).toBeUndefined();
      expect(await get(key(pk))).toBeUndefined();
    });

    it('a projection returns only the paths that it names', async () => {
      const pk = fresh();
      await put({
        ...key(pk),
        map: { M: { a: N(1), b: N(2) } },
        list: { L: [S('x'), S('y'), S('z')] },
        other: S('o'),
      });
      const { Item: item } = await client.send(
        new GetItemCommand({
          TableName: table,
          Key: key(pk),
          ProjectionExpression: '#m.a, #l[2], absent',
          ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
        }),
      );
      expect(item).toEqual({ map: { M: { a: N(1) } }, list: { L: [S('z')] } });
    });

    it('a key of the wrong type, too little or too much of a key is refused', async () => {
      const mismatch = invalid('The provided key element does not match the schema');
      await expect(get({ pk: S('a') })).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(get({ pk: S('a'), sk: N(1) })).rejects.toMatchObject(mismatch);
      await expect(get({ ...key('a'), x: S('x') })).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('an item without its key, or with a key of another type, is refused', async () => {
      await expect(put({ pk: S('a') })).rejects.toMatchObject(
        invalid('One or more parameter values were invalid: Missing the key sk in the item'),
      );
      await expect(put({ pk: S('a'), sk: N(1) })).rejects.toMatchObject(
        invalid('One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N'),
      );
    });

    it('an empty key is refused, in the table and in an index', async () => {
      const empty = 'The AttributeValue for a key attribute cannot contain an empty string value';
      await expect(put({ pk: S(''), sk: S('a') })).rejects.toMatchObject(invalid(empty));
      await expect(put({ ...key(fresh()), gpk: S('') })).rejects.toMatchObject(invalid(empty));
    });

    it('an index key of another type is refused', async () => {
      await expect(put({ ...key(fresh()), gpk: N(1) })).rejects.toMatchObject(
        invalid('Type mismatch for Index Key gpk Expected: S Actual: N'),
      );
    });

    it('an item over 400 KB is refused, one below is taken', async () => {
      const text = (length: number) => S('x'.repeat(length));
      await expect(put({ ...key(fresh()), text: text(400 * 1024) })).rejects.toMatchObject(
        invalid('Item size has exceeded the maximum allowed size'),
      );
      await put({ ...key(fresh()), text: text(390_000) });
    });

    it('empty and repeating sets are refused', async () => {
      await expect(put({ ...key(fresh()), set: { SS: [] } })).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(put({ ...key(fresh()), set: { SS: ['a', 'a'] } })).rejects.toMatchObject(
        invalid('contains duplicates'),
      );
    });

    it('consumed capacity is told when asked for', async () => {
      const pk = fresh();
      const { ConsumedCapacity: written } = await put(
        { ...key(pk), text: S('x'.repeat(1500)) },
        { ReturnConsumedCapacity: 'TOTAL' },
      );
      expect(written).toMatchObject({ TableName: table, CapacityUnits: expect.any(Number) });
    });
  });
}
