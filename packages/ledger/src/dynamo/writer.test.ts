import { describe, expect, it } from '@jest/globals';
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isFarmError } from '@reelyard/contracts';
import { type Change } from '../protocol/change.ts';
import { Writer } from './writer.ts';

interface Sent {
  name: string;
  /** Sort keys of the items, in order. */
  items: string[];
}

/** A table that answers from a script: an error is thrown, anything else is success. */
function aWriter(script: (Error | undefined)[]): { writer: Writer; sent: Sent[]; slept: number[] } {
  const [sent, slept]: [Sent[], number[]] = [[], []];
  const send = (command: { input: object; constructor: { name: string } }): Promise<object> => {
    sent.push({ name: command.constructor.name, items: itemsOf(command.input) });
    const answer = script.shift();
    return answer ? Promise.reject(answer) : Promise.resolve({});
  };
  const client = { send } as unknown as DynamoDBClient;
  const sleep = (ms: number): Promise<void> => {
    slept.push(ms);
    return Promise.resolve();
  };
  return { writer: new Writer({ client, table: 'ledger', random: () => 0.5, sleep }), sent, slept };
}

function itemsOf(input: object): string[] {
  const { TransactItems } = input as Partial<TransactWriteItemsCommandInput>;
  const members = TransactItems?.map((item) => item.Update ?? item.ConditionCheck) ?? [input];
  return members.map((member) => (member as { Key: { sk: { S: string } } }).Key.sk.S);
}

const anUpdate = (sk: string): Change => ({
  kind: 'update',
  key: { pk: 'p', sk },
  guards: [{ op: 'eq', field: 'state', value: { kind: 'const', value: 'pending' } }],
  effects: [{ op: 'set', field: 'state', value: { kind: 'const', value: 'queued' } }],
});

const meta = { message: '', $metadata: {} };
const canceledBecause = (...codes: string[]): Error => {
  const CancellationReasons: CancellationReason[] = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ ...meta, CancellationReasons });
};
const named = (name: string): Error => Object.assign(new Error(name), { name });

describe('a write', () => {
  it('of one item is one plain call, of more one transaction', async () => {
    const { writer, sent } = aWriter([]);
    await writer.apply([anUpdate('a')]);
    await writer.apply([anUpdate('a'), anUpdate('b')]);
    expect(sent.map(({ name }) => name)).toEqual(['UpdateItemCommand', 'TransactWriteItemsCommand']);
  });

  it('takes the checks of other items into its transaction', async () => {
    const { writer, sent } = aWriter([]);
    const { key, guards } = anUpdate('b');
    await writer.apply([anUpdate('a'), { kind: 'check', key, guards }]);
    expect(sent).toEqual([{ name: 'TransactWriteItemsCommand', items: ['a', 'b'] }]);
  });

  it('in conflict is tried again with jitter, and never taken for refused', async () => {
    const conflict = canceledBecause('None', 'TransactionConflict');
    const { writer, sent, slept } = aWriter([conflict, conflict, undefined]);
    expect(await writer.apply([anUpdate('a'), anUpdate('b')])).toEqual({ kind: 'applied' });
    expect(sent).toHaveLength(3);
    expect(slept).toEqual([2.5, 5]);
  });

  it('of one item in conflict with a transaction is tried again', async () => {
    const { writer } = aWriter([named('TransactionConflictException'), undefined]);
    expect((await writer.apply([anUpdate('a')])).kind).toBe('applied');
  });

  it('in conflict for ever is throttled: nothing was written', async () => {
    const { writer, slept } = aWriter(Array.from({ length: 50 }, () => canceledBecause('TransactionConflict', 'None')));
    await expect(writer.apply([anUpdate('a'), anUpdate('b')])).rejects.toMatchObject({ code: 'ledger-throttled' });
    expect(Math.max(...slept)).toBe(100);
  });

  it('that a guard refused shows the item as it was', async () => {
    const reason = { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'p' }, sk: { S: 'b' }, epoch: { N: '4' } } };
    const error = new TransactionCanceledException({ ...meta, CancellationReasons: [{ Code: 'None' }, reason] });
    const { writer } = aWriter([error]);
    expect(await writer.apply([anUpdate('a'), anUpdate('b')])).toMatchObject({
      kind: 'refused',
      refusals: [{ index: 1, before: { pk: 'p', sk: 'b', epoch: 4 } }],
    });
  });

  it('of one item that a guard refused names it, there or not', async () => {
    const { writer } = aWriter([new ConditionalCheckFailedException(meta)]);
    expect(await writer.apply([anUpdate('a')])).toMatchObject({ kind: 'refused', refusals: [{ index: 0 }] });
  });

  it.each([
    ['TimeoutError', 'ledger-unavailable'],
    ['InternalServerError', 'ledger-unavailable'],
    ['ResourceNotFoundException', 'ledger-unavailable'],
    ['ProvisionedThroughputExceededException', 'ledger-throttled'],
    ['ThrottlingException', 'ledger-throttled'],
    ['ValidationException', 'internal'],
  ])('that meets %s is %s', async (name, code) => {
    const { writer } = aWriter([named(name)]);
    const error: unknown = await writer.apply([anUpdate('a')]).catch((caught: unknown) => caught);
    expect(isFarmError(error) && error.code).toBe(code);
  });
});

describe('many updates', () => {
  it('go a hundred to a call', async () => {
    const { writer, sent } = aWriter([]);
    const changes = Array.from({ length: 250 }, (_, i) => anUpdate(String(i)));
    expect(await writer.applyEach(changes)).toEqual(changes.map(() => true));
    expect(sent.map(({ items }) => items.length)).toEqual([100, 100, 50]);
  });

  it('go on without those that a guard refused', async () => {
    const { writer, sent } = aWriter([canceledBecause('None', 'ConditionalCheckFailed', 'None')]);
    expect(await writer.applyEach(['a', 'b', 'c'].map(anUpdate))).toEqual([true, false, true]);
    expect(sent.map(({ items }) => items.join())).toEqual(['a,b,c', 'a,c']);
  });

  it('go on without those in conflict, which follow alone', async () => {
    const refused = new ConditionalCheckFailedException(meta);
    const { writer, sent } = aWriter([canceledBecause('TransactionConflict', 'None', 'None'), undefined, refused]);
    expect(await writer.applyEach(['a', 'b', 'c'].map(anUpdate))).toEqual([false, true, true]);
    expect(sent.map(({ items }) => items.join())).toEqual(['a,b,c', 'b,c', 'a']);
  });

  it('name an item once in a call', async () => {
    const { writer, sent } = aWriter([]);
    await writer.applyEach(['a', 'a', 'b'].map(anUpdate));
    expect(sent.map(({ items }) => items.join())).toEqual(['a,b', 'a']);
  });

  it('of none are no call', async () => {
    const { writer, sent } = aWriter([]);
    expect(await writer.applyEach([])).toEqual([]);
    expect(sent).toEqual([]);
  });
});
