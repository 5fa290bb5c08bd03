/** Reading ranges: order, pages, filters, indexes and segments. */
import { describe, expect } from '@jest/globals';
import { DeleteItemCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { S, N, type Item, type DynamoDbFixture } from './fixture.ts';

export function describeQueryAndScan({
  it,
  client,
  table,
  numbers,
  bytes,
  fresh,
  put,
  update,
  query,
  key,
  sks,
  invalid,
}: DynamoDbFixture): void {
  describe('query and scan', () => {
    const fill = async (pk: string, names: string[], more: (name: string, at: number) => Item = () => ({})) => {
      for (const [at, one] of names.entries()) await put({ ...key(pk, one), ...more(one, at) });
    };
    const range = async (pk: string, condition: string, values: Item) =>
      sks(
        (
          await query({
            KeyConditionExpression: `pk = :pk AND ${condition}`,
            ExpressionAttributeValues: { ':pk': S(pk), ...values },
          })
        ).Items,
      );
    const partition = (pk: string) => ({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(pk) },
    });

    it('strings sort by their UTF-8 bytes', async () => {
      const pk = fresh();
      await fill(pk, ['b', 'a', 'B', 'é', '🎬', '\uff61', 'aa']);
      expect(sks((await query(partition(pk))).Items)).toEqual(['B', 'a', 'aa', 'b', 'é', '\uff61', '🎬']);
      const { Items: backwards } = await query({ ...partition(pk), ScanIndexForward: false });
      expect(sks(backwards)).toEqual(['🎬', '\uff61', 'é', 'b', 'aa', 'a', 'B']);
    });

    it('numbers sort by value', async () => {
      const values = ['10', '9', '-1', '-1.5', '0', '0.001', '1e20', '-1e-3', '12345678901234567890.5'];
      for (const value of values)
        await client.send(new PutItemCommand({ TableName: numbers, Item: { pk: S('n'), sk: N(value) } }));
      const { Items: found } = await client.send(
        new QueryCommand({
          TableName: numbers,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': S('n') },
        }),
      );
      expect(found?.map((item) => Number(item['sk']?.N))).toEqual([
        -1.5, -1, -0.001, 0, 0.001, 9, 10, 12345678901234567890.5, 1e20,
      ]);
    });

    it('binary sorts as unsigned bytes', async () => {
      for (const value of [[255], [0, 1], [0], [127]])
        await client.send(
          new PutItemCommand({ TableName: bytes, Item: { pk: S('b'), sk: { B: Uint8Array.from(value) } } }),
        );
      const { Items: found } = await client.send(
        new QueryCommand({
          TableName: bytes,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': S('b') },
        }),
      );
      expect(found?.map((item) => [...(item['sk']?.B ?? [])])).toEqual([[0], [0, 1], [127], [255]]);
    });

    it('every condition on the range key selects its stretch', async () => {
      const pk = fresh();
      await fill(pk, ['a', 'b', 'ba', 'bb', 'c']);
      const b = { ':b': S('b') };
      expect(await range(pk, 'sk = :b', b)).toEqual(['b']);
      expect(await range(pk, 'sk < :b', b)).toEqual(['a']);
      expect(await range(pk, 'sk <= :b', b)).toEqual(['a', 'b']);
      expect(await range(pk, 'sk > :b', b)).toEqual(['ba', 'bb', 'c']);
      expect(await range(pk, 'sk >= :b', b)).toEqual(['b', 'ba', 'bb', 'c']);
      expect(await range(pk, 'begins_with(sk, :b)', b)).toEqual(['b', 'ba', 'bb']);
      expect(await range(pk, 'sk BETWEEN :b AND :c', { ...b, ':c': S('bb') })).toEqual(['b', 'ba', 'bb']);
    });

    it('pages of a limit join without gap or repeat, in both directions', async () => {
      const pk = fresh();
      const names = Array.from({ length: 7 }, (_, at) => `i${at}`);
      await fill(pk, names);
      for (const isForward of [true, false]) {
        const seen: (string | undefined)[] = [];
        let start: Item | undefined;
        do {
          const page = await query({
            ...partition(pk),
            Limit: 3,
            ScanIndexForward: isForward,
            ...(start && { ExclusiveStartKey: start }),
          });
          expect(page.Items?.length).toBeLessThanOrEqual(3);
          seen.push(...sks(page.Items));
          start = page.LastEvaluatedKey;
        } while (start);
        expect(seen).toEqual(isForward ? names : [...names].reverse());
      }
    });

    it('a page ends at 1 MB and names where to go on', async () => {
      const pk = fresh();
      await fill(pk, ['1', '2', '3', '4'], () => ({ text: S('x'.repeat(390_000)) }));
      const first = await query(partition(pk));
      expect(first.Items?.length).toBeLessThan(4);
      const last = first.Items?.[first.Items.length - 1];
      expect(first.LastEvaluatedKey).toEqual({ pk: last?.['pk'], sk: last?.['sk'] });
      const second = await query({ ...partition(pk), ExclusiveStartKey: first.LastEvaluatedKey ?? {} });
      expect([...sks(first.Items), ...sks(second.Items)]).toEqual(['1', '2', '3', '4']);
      expect(second.LastEvaluatedKey).toBeUndefined();
    });

    it('a filter takes from what was read, so a limit counts before it', async () => {
      const pk = fresh();
      await fill(pk, ['1', '2', '3', '4'], (_, at) => ({ even: { BOOL: at % 2 === 1 } }));
      const filter = {
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'even = :yes',
        ExpressionAttributeValues: { ':pk': S(pk), ':yes': { BOOL: true } },
      };
      const all = await query(filter);
      expect([sks(all.Items), all.Count, all.ScannedCount]).toEqual([['2', '4'], 2, 4]);
      const first = await query({ ...filter, Limit: 3 });
      expect([sks(first.Items), first.ScannedCount]).toEqual([['2'], 3]);
      expect(first.LastEvaluatedKey).toEqual(key(pk, '3'));
    });

    it('COUNT counts without items', async () => {
      const pk = fresh();
      await fill(pk, ['1', '2']);
      const counted = await query({ ...partition(pk), Select: 'COUNT' });
      expect([counted.Count, counted.Items]).toEqual([2, undefined]);
    });

    it('a key in the filter of a query is refused', async () => {
      await expect(
        query({
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: 'sk = :pk',
          ExpressionAttributeValues: { ':pk': S('x') },
        }),
      ).rejects.toMatchObject(invalid('Filter Expression can only contain non-primary key attributes'));
    });

    it('a query needs equality on the hash key', async () => {
      const ask = (condition: string) =>
        query({ KeyConditionExpression: condition, ExpressionAttributeValues: { ':v': S('x') } });
      await expect(ask('sk = :v')).rejects.toMatchObject(invalid('Query condition missed key schema element: pk'));
      await expect(ask('pk > :v')).rejects.toMatchObject(invalid('Query key condition not supported'));
    });

    it('a sparse index holds exactly the items with its keys, and follows their changes', async () => {
      const [pk, gpk] = [fresh(), fresh()];
      const inIndex = async () =>
        sks(
          (
            await query({
              IndexName: 'all-by-number',
              KeyConditionExpression: 'gpk = :g',
              ExpressionAttributeValues: { ':g': S(gpk) },
            })
          ).Items,
        );
      await fill(pk, ['a', 'b', 'c'], (_, at) => ({ gpk: S(gpk), gn: N(10 - at) }));
      await put({ ...key(pk, 'd'), gpk: S(gpk) });
      expect(await inIndex()).toEqual(['c', 'b', 'a']);
      await update(key(pk, 'b'), 'REMOVE gpk');
      await update(key(pk, 'c'), 'SET gn = :n', { ExpressionAttributeValues: { ':n': N(100) } });
      expect(await inIndex()).toEqual(['a', 'c']);
      await client.send(new DeleteItemCommand({ TableName: table, Key: key(pk, 'a') }));
      expect(await inIndex()).toEqual(['c']);
    });

    it('an index shows what it projects', async () => {
      const [pk, gpk] = [fresh(), fresh()];
      await put({ ...key(pk), gpk: S(gpk), extra: S('e'), other: S('o') });
      const ask = async (index: string) =>
        (
          await query({
            IndexName: index,
            KeyConditionExpression: 'gpk = :g',
            ExpressionAttributeValues: { ':g': S(gpk) },
          })
        ).Items;
      expect(await ask('keys')).toEqual([{ ...key(pk), gpk: S(gpk) }]);
      expect(await ask('some')).toEqual([{ ...key(pk), gpk: S(gpk), extra: S('e') }]);
    });

    it('pages of an index join, also where its keys are equal', async () => {
      const [pk, gpk] = [fresh(), fresh()];
      await fill(pk, ['a', 'b', 'c', 'd', 'e'], () => ({ gpk: S(gpk), gn: N(1) }));
      const seen: (string | undefined)[] = [];
      let start: Item | undefined;
      do {
        const page = await query({
          IndexName: 'all-by-number',
          KeyConditionExpression: 'gpk = :g',
          ExpressionAttributeValues: { ':g': S(gpk) },
          Limit: 2,
          ...(start && { ExclusiveStartKey: start }),
        });
        seen.push(...sks(page.Items));
        start = page.LastEvaluatedKey;
        if (start) expect(Object.keys(start).sort()).toEqual(['gn', 'gpk', 'pk', 'sk']);
      } while (start);
      expect(seen.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('a global index is never read consistently, a local one is', async () => {
      const pk = fresh();
      await put({ ...key(pk), lsk: S('l') });
      await expect(
        query({
          IndexName: 'keys',
          KeyConditionExpression: 'gpk = :g',
          ExpressionAttributeValues: { ':g': S('x') },
          ConsistentRead: true,
        }),
      ).rejects.toMatchObject(invalid('Consistent reads are not supported on global secondary indexes'));
      const { Items: local } = await query({
        IndexName: 'local',
        KeyConditionExpression: 'pk = :pk AND lsk = :l',
        ExpressionAttributeValues: { ':pk': S(pk), ':l': S('l') },
        ConsistentRead: true,
      });
      expect(local).toEqual([{ ...key(pk), lsk: S('l') }]);
    });

    it('an unknown index is refused', async () => {
      await expect(
        query({ IndexName: 'nope', KeyConditionExpression: 'x = :x', ExpressionAttributeValues: { ':x': S('x') } }),
      ).rejects.toMatchObject(invalid('The table does not have the specified index: nope'));
    });

    it('a scan reads the whole table, in pages and in segments', async () => {
      for (let at = 0; at < 9; at += 1)
        await client.send(new PutItemCommand({ TableName: numbers, Item: { pk: S(`scan-${at}`), sk: N(at) } }));
      const filter = {
        TableName: numbers,
        FilterExpression: 'begins_with(pk, :p)',
        ExpressionAttributeValues: { ':p': S('scan-') },
      };
      const scanAll = async (more: object) => {
        const seen: string[] = [];
        let start: Item | undefined;
        do {
          const page = await client.send(
            new ScanCommand({ ...filter, ...more, ...(start && { ExclusiveStartKey: start }) }),
          );
          seen.push(...(page.Items ?? []).map((item) => item['pk']?.S ?? ''));
          start = page.LastEvaluatedKey;
        } while (start);
        return seen;
      };
      const expected = Array.from({ length: 9 }, (_, at) => `scan-${at}`);
      expect((await scanAll({ Limit: 4 })).sort()).toEqual(expected);
      const segments = [
        ...(await scanAll({ Segment: 0, TotalSegments: 2 })),
        ...(await scanAll({ Segment: 1, TotalSegments: 2 })),
      ];
      expect(segments.sort()).toEqual(expected);
    });
  });
}
