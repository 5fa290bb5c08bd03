/** Which writes a condition lets through, and what the refused ones say. */
import { describe, expect } from '@jest/globals';
import { S, N, type Item, type DynamoDbFixture } from './fixture.ts';

export function describeConditions({ it, fresh, put, update, key, invalid }: DynamoDbFixture): void {
  describe('conditions', () => {
    const stands = async (
      condition: string,
      values: Item = {},
      names: Record<string, string> = {},
      item: Item = {},
    ) => {
      const pk = fresh();
      await put({
        ...key(pk),
        n: N(5),
        s: S('hello'),
        list: { L: [S('a'), N(2)] },
        set: { SS: ['x', 'y'] },
        ...item,
      });
      const more = {
        ConditionExpression: condition,
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      };
      return update(key(pk), 'REMOVE touched', more).then(
        () => true,
        (error: Error) => {
          if (error.name === 'ConditionalCheckFailedException') return false;
          throw error;
        },
      );
    };

    it('an item is created once only', async () => {
      const pk = fresh();
      const create = () => put({ ...key(pk), a: S('1') }, { ConditionExpression: 'attribute_not_exists(pk)' });
      await create();
      await expect(create()).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        message: 'The conditional request failed',
      });
    });

    it('a failed condition shows the item when asked to, and only then', async () => {
      const pk = fresh();
      await put({ ...key(pk), a: S('1') });
      const failing = { ConditionExpression: 'a = :x', ExpressionAttributeValues: { ':x': S('2') } };
      const shown = { ...failing, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
      await expect(put({ ...key(pk) }, shown)).rejects.toMatchObject({ Item: { ...key(pk), a: S('1') } });
      await expect(put({ ...key(pk) }, failing)).rejects.toMatchObject({ Item: undefined });
      await expect(update(key(pk), 'SET b = :x', shown)).rejects.toMatchObject({ Item: { ...key(pk), a: S('1') } });
    });

    it('comparisons hold by value, not by text', async () => {
      expect(await stands('n > :v', { ':v': N('4.99') })).toBe(true);
      expect(await stands('n < :v', { ':v': N('10') })).toBe(true);
      expect(await stands('n = :v', { ':v': N('5.0') })).toBe(true);
      expect(await stands('n <> :v', { ':v': N(5) })).toBe(false);
      expect(await stands('s >= :v', { ':v': S('hell') })).toBe(true);
      expect(await stands('n <= :v', { ':v': N('-6') })).toBe(false);
    });

    it('values of different types are neither equal nor ordered', async () => {
      expect(await stands('n = :v', { ':v': S('5') })).toBe(false);
      expect(await stands('n < :v', { ':v': S('9') })).toBe(false);
      expect(await stands('n <> :v', { ':v': S('5') })).toBe(true);
    });

    it('a missing attribute meets no comparison', async () => {
      expect(await stands('absent = :v', { ':v': N(1) })).toBe(false);
      expect(await stands('absent < :v', { ':v': N(1) })).toBe(false);
      expect(await stands('attribute_not_exists(absent) OR absent < :v', { ':v': N(1) })).toBe(true);
    });

    it('BETWEEN includes its bounds and IN finds any', async () => {
      expect(await stands('n BETWEEN :a AND :b', { ':a': N(5), ':b': N(6) })).toBe(true);
      expect(await stands('n BETWEEN :a AND :b', { ':a': N(6), ':b': N(7) })).toBe(false);
      expect(await stands('s IN (:a, :b)', { ':a': S('x'), ':b': S('hello') })).toBe(true);
      expect(await stands('s IN (:a)', { ':a': S('x') })).toBe(false);
    });

    it('AND binds tighter than OR, NOT tighter than both', async () => {
      const values = { ':five': N(5), ':six': N(6) };
      expect(await stands('n = :five OR n = :six AND n = :six', values)).toBe(true);
      expect(await stands('(n = :five OR n = :six) AND n = :six', values)).toBe(false);
      expect(await stands('NOT n = :six AND n = :five', values)).toBe(true);
      expect(await stands('not (n = :six or n = :five)', values)).toBe(false);
    });

    it('functions look at existence, type, beginning, content and size', async () => {
      expect(await stands('attribute_exists(n) AND attribute_not_exists(o)')).toBe(true);
      expect(await stands('attribute_type(n, :t)', { ':t': S('N') })).toBe(true);
      expect(await stands('begins_with(s, :p)', { ':p': S('hel') })).toBe(true);
      expect(await stands('begins_with(s, :p)', { ':p': S('ell') })).toBe(false);
      expect(await stands('contains(s, :p)', { ':p': S('ell') })).toBe(true);
      expect(await stands('contains(#l, :p)', { ':p': N(2) }, { '#l': 'list' })).toBe(true);
      expect(await stands('contains(#s, :p)', { ':p': S('y') }, { '#s': 'set' })).toBe(true);
      expect(await stands('size(s) = :five', { ':five': N(5) })).toBe(true);
      expect(await stands('size(#l) > :two', { ':two': N(2) }, { '#l': 'list' })).toBe(false);
    });

    it('document paths reach into maps and lists', async () => {
      const item = { doc: { M: { rows: { L: [{ M: { id: S('r0') } }, { M: { id: S('r1') } }] } } } };
      expect(await stands('doc.#r[1].id = :v', { ':v': S('r1') }, { '#r': 'rows' }, item)).toBe(true);
      expect(await stands('attribute_exists(doc.#r[2])', {}, { '#r': 'rows' }, item)).toBe(false);
    });

    it('two attributes of the item can be compared', async () => {
      expect(await stands('n < m', {}, {}, { m: N(6) })).toBe(true);
    });

    it('undefined and unused names and values are refused', async () => {
      await expect(stands('n = :v')).rejects.toMatchObject(
        invalid('attribute value used in expression is not defined'),
      );
      await expect(stands('#n = :v', { ':v': N(1) })).rejects.toMatchObject(
        invalid('attribute name used in the document path is not defined'),
      );
      await expect(stands('n = :v', { ':v': N(1), ':w': N(1) })).rejects.toMatchObject(
        invalid(/unused in expressions: keys: \{:w\}/),
      );
      await expect(stands('n = :v', { ':v': N(1) }, { '#x': 'x' })).rejects.toMatchObject(
        invalid(/unused in expressions: keys: \{#x\}/),
      );
    });

    it('a reserved word is no attribute name', async () => {
      await expect(stands('attribute_exists(name)')).rejects.toMatchObject(
        invalid('Attribute name is a reserved keyword; reserved keyword: name'),
      );
      expect(await stands('attribute_not_exists(#name)', {}, { '#name': 'name' })).toBe(true);
    });

    it('broken syntax is refused', async () => {
      await expect(stands('n = ')).rejects.toMatchObject(invalid('Invalid ConditionExpression: Syntax error'));
      await expect(stands('n == :v', { ':v': N(1) })).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(stands('')).rejects.toMatchObject(
        invalid('Invalid ConditionExpression: The expression can not be empty'),
      );
    });
  });
}
