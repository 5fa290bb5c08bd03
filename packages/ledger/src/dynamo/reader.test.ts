import { describe, expect, it } from '@jest/globals';
import { type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Reader } from './reader.ts';

interface Sent {
  name: string;
  input: Record<string, unknown>;
}

/** A table that answers from a script, and what it was asked. */
function aReader(...script: object[]): { reader: Reader; sent: Sent[] } {
  const sent: Sent[] = [];
  const send = ({ input, constructor }: { input: object; constructor: { name: string } }): Promise<object> => {
    sent.push({ name: constructor.name, input: { ...input } });
    return Promise.resolve(script.shift() ?? {});
  };
  return { reader: new Reader({ send } as unknown as DynamoDBClient, 'ledger'), sent };
}

const keyOf = (sk: string) => ({ pk: 'p', sk });
const rowOf = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });

describe('a read by key', () => {
  it('is consistent: of one item, of several and of a partition', async () => {
    const { reader, sent } = aReader({}, { Responses: { ledger: [] } }, {});
    await reader.get([keyOf('a')]);
    await reader.get(['a', 'b'].map(keyOf));
    await reader.query({ pk: 'p', prefix: 'K#' });
    const [one, several, partition] = sent.map(({ input }) => input);
    expect(one).toMatchObject({ ConsistentRead: true });
    expect(several).toMatchObject({ RequestItems: { ledger: { ConsistentRead: true } } });
    expect(partition).toMatchObject({ ConsistentRead: true });
  });

  it('of several asks again for those that the table left undone, and keeps their order', async () => {
    const { reader, sent } = aReader(
      { Responses: { ledger: [rowOf('b')] }, UnprocessedKeys: { ledger: { Keys: [rowOf('a')] } } },
      { Responses: { ledger: [rowOf('a')] } },
    );
    expect(await reader.get(['a', 'none', 'b'].map(keyOf))).toEqual([keyOf('a'), undefined, keyOf('b')]);
    expect(sent).toHaveLength(2);
  });
});

describe('a listing', () => {
  it('goes on to its last page, and to its limit and no further', async () => {
    const pages = () => [{ Items: [rowOf('a'), rowOf('b')], LastEvaluatedKey: rowOf('b') }, { Items: [rowOf('c')] }];
    const all = aReader(...pages());
    expect((await all.reader.query({ pk: 'p', prefix: '' })).map(({ sk }) => sk)).toEqual(['a', 'b', 'c']);
    expect(all.sent[1]?.input).toMatchObject({ ExclusiveStartKey: rowOf('b') });
    const some = aReader(...pages());
    expect((await some.reader.query({ pk: 'p', prefix: '', limit: 2 })).map(({ sk }) => sk)).toEqual(['a', 'b']);
    expect(some.sent).toHaveLength(1);
  });

  it('is counted over all of its pages', async () => {
    const { reader } = aReader({ Count: 5, LastEvaluatedKey: rowOf('e') }, { Count: 2 });
    expect(await reader.countIndex({ index: 'waiting', partition: 'waiting#standard#0' })).toBe(7);
  });
});
