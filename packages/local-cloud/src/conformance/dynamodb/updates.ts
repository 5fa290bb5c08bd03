/** Update expressions: what each clause does to an item. */
import { describe, expect } from '@jest/globals';
import { type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { S, N, type DynamoDbFixture } from './fixture.ts';

export function describeUpdates({ it, fresh, put, get, update, key, invalid }: DynamoDbFixture): void {
  describe('updates', () => {
    it('an update creates the item that is not there', async () => {
      const pk = fresh();
      const { Attributes: made } = await update(key(pk), 'SET a = :a', {
        ExpressionAttributeValues: { ':a': N(1) },
        ReturnValues: 'ALL_NEW',
      });
      expect(made).toEqual({ ...key(pk), a: N(1) });
    });

    it('SET computes from the item as it was before', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: N(1), b: N(2) });
      await update(key(pk), 'SET a = b, b = a + :ten, c = b - :ten', {
        ExpressionAttributeValues: { ':ten': N(10) },
      });
      expect(await get(key(pk))).toEqual({ ...key(pk), a: N(2), b: N(11), c: N(-8) });
    });

    it('if_not_exists and list_append build on what is there', async () => {
      const pk = fresh();
      const append = (value: string) =>
        update(key(pk), 'SET journal = list_append(if_not_exists(journal, :none), :new), n = if_not_exists(n, :one)', {
          ExpressionAttributeValues: { ':none': { L: [] }, ':new': { L: [S(value)] }, ':one': N(1) },
        });
      await append('a');
      await append('b');
      expect(await get(key(pk))).toEqual({ ...key(pk), journal: { L: [S('a'), S('b')] }, n: N(1) });
    });

    it('REMOVE takes attributes, map members and list positions', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: N(1), map: { M: { x: N(1), y: N(2) } }, list: { L: [N(0), N(1), N(2), N(3)] } });
      await update(key(pk), 'REMOVE a, #m.x, #l[0], #l[2]', {
        ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
      });
      expect(await get(key(pk))).toEqual({ ...key(pk), map: { M: { y: N(2) } }, list: { L: [N(1), N(3)] } });
    });

    it('ADD counts and unites, DELETE subtracts, an emptied set is gone', async () => {
      const pk = fresh();
      const add = 'ADD n :n, words :w';
      await update(key(pk), add, { ExpressionAttributeValues: { ':n': N(2), ':w': { SS: ['a', 'b'] } } });
      await update(key(pk), add, { ExpressionAttributeValues: { ':n': N('-0.5'), ':w': { SS: ['b', 'c'] } } });
      const grown = await get(key(pk));
      expect(grown?.['n']).toEqual(N('1.5'));
      expect(new Set(grown?.['words']?.SS)).toEqual(new Set(['a', 'b', 'c']));
      await update(key(pk), 'DELETE words :w', { ExpressionAttributeValues: { ':w': { SS: ['a', 'b', 'c', 'd'] } } });
      expect(await get(key(pk))).toEqual({ ...key(pk), n: N('1.5') });
    });

    it('a value can be set deep inside, but not below what is missing', async () => {
      const pk = fresh();
      await put({ ...key(pk), map: { M: {} }, list: { L: [N(0)] } });
      const names = { '#m': 'map', '#l': 'list' };
      await update(key(pk), 'SET #m.a = :v, #l[9] = :v', {
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':v': N(7) },
      });
      expect(await get(key(pk))).toEqual({ ...key(pk), map: { M: { a: N(7) } }, list: { L: [N(0), N(7)] } });
      await expect(
        update(key(pk), 'SET absent.a = :v', { ExpressionAttributeValues: { ':v': N(7) } }),
      ).rejects.toMatchObject(invalid('The document path provided in the update expression is invalid for update'));
    });

    it('each kind of return value shows what it promises', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: N(1), b: N(2) });
      const set = (wish: NonNullable<UpdateItemCommandInput['ReturnValues']>, value: number) =>
        update(key(pk), 'SET a = :v', { ExpressionAttributeValues: { ':v': N(value) }, ReturnValues: wish });
      expect((await set('NONE', 2)).Attributes).toBeUndefined();
      expect((await set('UPDATED_OLD', 3)).Attributes).toEqual({ a: N(2) });
      expect((await set('UPDATED_NEW', 4)).Attributes).toEqual({ a: N(4) });
      expect((await set('ALL_OLD', 5)).Attributes).toEqual({ ...key(pk), a: N(4), b: N(2) });
      expect((await set('ALL_NEW', 6)).Attributes).toEqual({ ...key(pk), a: N(6), b: N(2) });
    });

    it('key attributes are not updated', async () => {
      await expect(
        update(key(fresh()), 'SET sk = :v', { ExpressionAttributeValues: { ':v': S('b') } }),
      ).rejects.toMatchObject(invalid('Cannot update attribute sk. This attribute is part of the key'));
    });

    it('overlapping paths and missing operands are refused', async () => {
      const pk = fresh();
      const values = { ExpressionAttributeValues: { ':v': N(1) } };
      await expect(update(key(pk), 'SET a = :v, a = :v', values)).rejects.toMatchObject(
        invalid('Two document paths overlap with each other'),
      );
      await expect(update(key(pk), 'SET a = b + :v', values)).rejects.toMatchObject(
        invalid('The provided expression refers to an attribute that does not exist in the item'),
      );
    });

    it('arithmetic on what is no number is refused', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: S('1') });
      await expect(
        update(key(pk), 'SET a = a + :v', { ExpressionAttributeValues: { ':v': N(1) } }),
      ).rejects.toMatchObject(invalid('An operand in the update expression has an incorrect data type'));
    });
  });
}
