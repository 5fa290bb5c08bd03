/**
 * What the farm needs of DynamoDB, stated with the real SDK against any endpoint: the loopback AWS, moto, or AWS
 * itself. Every case works in a table of its own run, in partitions of its own, so cases do not see each other.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TagResourceCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItem,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { caseRunner, type KnownDifferences } from './case-runner.ts';

type Item = Record<string, AttributeValue>;
const S = (value: string): AttributeValue => ({ S: value });
const N = (value: number | string): AttributeValue => ({ N: String(value) });

export function describeDynamoDb(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const it = caseRunner(differences);
  const table = `conformance-${randomUUID()}`;
  const numbers = `conformance-n-${randomUUID()}`;
  const bytes = `conformance-b-${randomUUID()}`;
  let client: DynamoDBClient;

  const fresh = () => `p-${randomUUID()}`;
  const put = (item: Item, more: Partial<PutItemCommandInput> = {}) =>
    client.send(new PutItemCommand({ TableName: table, Item: item, ...more }));
  const get = async (key: Item) =>
    (await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
  const update = (key: Item, expression: string, more: Partial<UpdateItemCommandInput> = {}) =>
    client.send(new UpdateItemCommand({ TableName: table, Key: key, UpdateExpression: expression, ...more }));
  const query = (more: Partial<QueryCommandInput>) => client.send(new QueryCommand({ TableName: table, ...more }));
  const transact = (items: TransactWriteItem[], token?: string) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: items,
        ...(token !== undefined && { ClientRequestToken: token }),
      }),
    );
  const key = (pk: string, sk = 'a'): Item => ({ pk: S(pk), sk: S(sk) });
  const sks = (items: Item[] | undefined) => (items ?? []).map((item) => item['sk']?.S);
  const invalid = (message: RegExp | string) => ({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });

  describe(`DynamoDB on ${name}`, () => {
    beforeAll(async () => {
      client = new DynamoDBClient({
        endpoint: getEndpoint(),
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIACONFORMANCE', secretAccessKey: 'secret' },
        maxAttempts: 1,
      });
      await client.send(
        new CreateTableCommand({
          TableName: table,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
            { AttributeName: 'gpk', AttributeType: 'S' },
            { AttributeName: 'gn', AttributeType: 'N' },
            { AttributeName: 'lsk', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'all-by-number',
              KeySchema: [
                { AttributeName: 'gpk', KeyType: 'HASH' },
                { AttributeName: 'gn', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'ALL' },
            },
            {
              IndexName: 'keys',
              KeySchema: [{ AttributeName: 'gpk', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
            {
              IndexName: 'some',
              KeySchema: [{ AttributeName: 'gpk', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['extra'] },
            },
          ],
          LocalSecondaryIndexes: [
            {
              IndexName: 'local',
              KeySchema: [
                { AttributeName: 'pk', KeyType: 'HASH' },
                { AttributeName: 'lsk', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }),
      );
      for (const [tableName, type] of [
        [numbers, 'N'],
        [bytes, 'B'],
      ] as const)
        await client.send(
          new CreateTableCommand({
            TableName: tableName,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [
              { AttributeName: 'pk', AttributeType: 'S' },
              { AttributeName: 'sk', AttributeType: type },
            ],
            KeySchema: [
              { AttributeName: 'pk', KeyType: 'HASH' },
              { AttributeName: 'sk', KeyType: 'RANGE' },
            ],
          }),
        );
    });

    afterAll(async () => {
      for (const one of [table, numbers, bytes]) await client.send(new DeleteTableCommand({ TableName: one }));
      client.destroy();
    });

    describe('tables', () => {
      it('a created table is described as active with its keys and indexes', async () => {
        const { Table: described } = await client.send(new DescribeTableCommand({ TableName: table }));
        expect(described?.TableStatus).toBe('ACTIVE');
        expect(described?.TableArn).toContain(`table/${table}`);
        expect(described?.KeySchema).toEqual([
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ]);
        expect(
          described?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]),
        ).toEqual(
          expect.arrayContaining([
            ['all-by-number', 'ACTIVE'],
            ['keys', 'ACTIVE'],
            ['some', 'ACTIVE'],
          ]),
        );
      });

      it('a table that exists is not created again', async () => {
        const again = new CreateTableCommand({
          TableName: table,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        });
        await expect(client.send(again)).rejects.toMatchObject({ name: 'ResourceInUseException' });
      });

      it('a key attribute without a definition is refused', async () => {
        const bad = new CreateTableCommand({
          TableName: `bad-${randomUUID()}`,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        });
        await expect(client.send(bad)).rejects.toMatchObject({ name: 'ValidationException' });
      });

      it('tables are listed by name', async () => {
        const { TableNames: names } = await client.send(new ListTablesCommand({}));
        expect(names).toEqual(expect.arrayContaining([table, numbers]));
      });

      it('an unknown table is not found', async () => {
        const unknown = `none-${randomUUID()}`;
        await expect(client.send(new DescribeTableCommand({ TableName: unknown }))).rejects.toMatchObject({
          name: 'ResourceNotFoundException',
          message: `Requested resource not found: Table: ${unknown} not found`,
        });
        await expect(client.send(new GetItemCommand({ TableName: unknown, Key: key('x') }))).rejects.toMatchObject({
          name: 'ResourceNotFoundException',
          message: 'Requested resource not found',
        });
      });

      it('a protected table is not deleted until the protection is lifted', async () => {
        const protectedTable = `protected-${randomUUID()}`;
        await client.send(
          new CreateTableCommand({
            TableName: protectedTable,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            DeletionProtectionEnabled: true,
          }),
        );
        await expect(client.send(new DeleteTableCommand({ TableName: protectedTable }))).rejects.toMatchObject({
          name: 'ValidationException',
        });
        await client.send(new UpdateTableCommand({ TableName: protectedTable, DeletionProtectionEnabled: false }));
        await client.send(new DeleteTableCommand({ TableName: protectedTable }));
        await expect(client.send(new DescribeTableCommand({ TableName: protectedTable }))).rejects.toMatchObject({
          name: 'ResourceNotFoundException',
        });
      });

      it('an index added later holds the items that were there', async () => {
        const late = `late-${randomUUID()}`;
        await client.send(
          new CreateTableCommand({
            TableName: late,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          }),
        );
        await client.send(new PutItemCommand({ TableName: late, Item: { pk: S('1'), color: S('red') } }));
        await client.send(
          new UpdateTableCommand({
            TableName: late,
            AttributeDefinitions: [
              { AttributeName: 'pk', AttributeType: 'S' },
              { AttributeName: 'color', AttributeType: 'S' },
            ],
            GlobalSecondaryIndexUpdates: [
              {
                Create: {
                  IndexName: 'by-color',
                  KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
                  Projection: { ProjectionType: 'ALL' },
                },
              },
            ],
          }),
        );
        const { Items: found } = await client.send(
          new QueryCommand({
            TableName: late,
            IndexName: 'by-color',
            KeyConditionExpression: 'color = :c',
            ExpressionAttributeValues: { ':c': S('red') },
          }),
        );
        expect(found).toEqual([{ pk: S('1'), color: S('red') }]);
        await client.send(new DeleteTableCommand({ TableName: late }));
      });

      it('time to live is switched on once and described', async () => {
        const enable = () =>
          client.send(
            new UpdateTimeToLiveCommand({
              TableName: bytes,
              TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
            }),
          );
        await enable();
        const { TimeToLiveDescription: described } = await client.send(
          new DescribeTimeToLiveCommand({ TableName: bytes }),
        );
        expect(described).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
        await expect(enable()).rejects.toMatchObject(invalid('TimeToLive is already enabled'));
      });

      it('backups are described and tags kept', async () => {
        const { ContinuousBackupsDescription: backups } = await client.send(
          new DescribeContinuousBackupsCommand({ TableName: table }),
        );
        expect(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('DISABLED');
        const { Table: described } = await client.send(new DescribeTableCommand({ TableName: table }));
        const arn = described?.TableArn;
        await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'farm', Value: 'one' }] }));
        const { Tags: tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
        expect(tags).toEqual([{ Key: 'farm', Value: 'one' }]);
      });
    });

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
          update(
            key(pk),
            'SET journal = list_append(if_not_exists(journal, :none), :new), n = if_not_exists(n, :one)',
            {
              ExpressionAttributeValues: { ':none': { L: [] }, ':new': { L: [S(value)] }, ':one': N(1) },
            },
          );
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

    describe('batches', () => {
      it('a batch writes and deletes, another reads what is there', async () => {
        const pk = fresh();
        await put(key(pk, 'old'));
        await client.send(
          new BatchWriteItemCommand({
            RequestItems: {
              [table]: [
                { PutRequest: { Item: { ...key(pk, 'new'), a: N(1) } } },
                { DeleteRequest: { Key: key(pk, 'old') } },
              ],
            },
          }),
        );
        const { Responses: found, UnprocessedKeys: left } = await client.send(
          new BatchGetItemCommand({
            RequestItems: { [table]: { Keys: [key(pk, 'new'), key(pk, 'old')], ConsistentRead: true } },
          }),
        );
        expect(found?.[table]).toEqual([{ ...key(pk, 'new'), a: N(1) }]);
        expect(left).toEqual({});
      });

      it('a batch with the same key twice, or with too many, is refused', async () => {
        const pk = fresh();
        const write = (items: Item[]) =>
          client.send(
            new BatchWriteItemCommand({
              RequestItems: { [table]: items.map((item) => ({ PutRequest: { Item: item } })) },
            }),
          );
        await expect(write([key(pk), key(pk)])).rejects.toMatchObject(
          invalid('Provided list of item keys contains duplicates'),
        );
        const many = (count: number) => Array.from({ length: count }, (_, at) => key(pk, String(at)));
        await expect(write(many(26))).rejects.toMatchObject({ name: 'ValidationException' });
        const read = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: many(101) } } });
        await expect(client.send(read)).rejects.toMatchObject({ name: 'ValidationException' });
      });
    });

    describe('transactions', () => {
      it('all writes happen together', async () => {
        const pk = fresh();
        await put({ ...key(pk, 'old'), n: N(1) });
        await transact([
          { Put: { TableName: table, Item: key(pk, 'new'), ConditionExpression: 'attribute_not_exists(pk)' } },
          {
            Update: {
              TableName: table,
              Key: key(pk, 'old'),
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': N(1) },
            },
          },
          { Delete: { TableName: table, Key: key(pk, 'gone') } },
          {
            ConditionCheck: {
              TableName: table,
              Key: key(pk, 'never'),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ]);
        expect(await get(key(pk, 'new'))).toEqual(key(pk, 'new'));
        expect(await get(key(pk, 'old'))).toEqual({ ...key(pk, 'old'), n: N(2) });
      });

      it('one failed condition undoes all and says which it was, with the item when asked for', async () => {
        const pk = fresh();
        await put({ ...key(pk, 'there'), a: S('1') });
        await expect(
          transact([
            { Put: { TableName: table, Item: key(pk, 'new') } },
            {
              Put: {
                TableName: table,
                Item: key(pk, 'there'),
                ConditionExpression: 'attribute_not_exists(pk)',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ]),
        ).rejects.toMatchObject({
          name: 'TransactionCanceledException',
          message: expect.stringContaining('[None, ConditionalCheckFailed]'),
          CancellationReasons: [
            { Code: 'None' },
            { Code: 'ConditionalCheckFailed', Item: { ...key(pk, 'there'), a: S('1') } },
          ],
        });
        expect(await get(key(pk, 'new'))).toBeUndefined();
      });

      it('the same item twice is refused', async () => {
        const pk = fresh();
        const write = { Put: { TableName: table, Item: key(pk) } };
        await expect(transact([write, write])).rejects.toMatchObject(
          invalid('Transaction request cannot include multiple operations on one item'),
        );
      });

      it('a hundred items pass, one more does not', async () => {
        const pk = fresh();
        const puts = (count: number) =>
          Array.from({ length: count }, (_, at) => ({ Put: { TableName: table, Item: key(pk, String(at)) } }));
        await transact(puts(100));
        await expect(transact(puts(101))).rejects.toMatchObject({ name: 'ValidationException' });
      });

      it('a repeated token acts once, and refuses other content', async () => {
        const pk = fresh();
        const token = randomUUID();
        const count = (by: number) =>
          transact(
            [
              {
                Update: {
                  TableName: table,
                  Key: key(pk),
                  UpdateExpression: 'ADD n :by',
                  ExpressionAttributeValues: { ':by': N(by) },
                },
              },
            ],
            token,
          );
        await count(1);
        await count(1);
        expect(await get(key(pk))).toEqual({ ...key(pk), n: N(1) });
        await expect(count(2)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
      });

      it('items are read together, missing ones as nothing', async () => {
        const pk = fresh();
        await put({ ...key(pk, 'a'), x: N(1), y: N(2) });
        const { Responses: found } = await client.send(
          new TransactGetItemsCommand({
            TransactItems: [
              { Get: { TableName: table, Key: key(pk, 'a'), ProjectionExpression: 'x' } },
              { Get: { TableName: table, Key: key(pk, 'b') } },
            ],
          }),
        );
        expect(found?.map(({ Item: item }) => item)).toEqual([{ x: N(1) }, undefined]);
      });
    });
  });
}
