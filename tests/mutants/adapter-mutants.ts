/** The DynamoDB adapter of the ledger broken in one place: what it compiles, encodes, splits, reads, and makes of errors. */
import { type Mutant, type Suite } from './mutant.ts';

const COMPILE = 'packages/ledger/src/dynamo/compile.ts';
const WRITER = 'packages/ledger/src/dynamo/writer.ts';
const READER = 'packages/ledger/src/dynamo/reader.ts';
const ENCODE = 'packages/ledger/src/dynamo/encode.ts';
const ERRORS = 'packages/ledger/src/dynamo/errors.ts';

/** The promises of the door on the loopback's own DynamoDB; `only` names the themes that are about the mutant. */
const onDynamo = (only: string): Suite => ({
  file: 'packages/ledger/src/dynamo/dynamo-ledger.test.ts',
  only: `the ledger on DynamoDB (${only})`,
});
const WRITES: Suite = { file: 'packages/ledger/src/dynamo/writer.test.ts' };
const READS: Suite = { file: 'packages/ledger/src/dynamo/reader.test.ts' };

const COMPILED: readonly Mutant[] = [
  {
    name: 'guards of which any one is enough',
    ...{ file: COMPILE, from: ".join(' AND ')", to: ".join(' OR ')" },
    suite: onDynamo('a claim|a lease|a commit'),
  },
  {
    name: 'no guard is sent',
    ...{ file: COMPILE, from: "if (guards !== '') condition.ConditionExpression = guards;", to: '' },
    suite: onDynamo('a claim|a lease|a commit'),
  },
  {
    name: 'a refusal does not show the item',
    ...{
      file: COMPILE,
      from: "const condition: Condition = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };",
      to: "const condition: Condition = { ReturnValuesOnConditionCheckFailure: 'NONE' };",
    },
    suite: onDynamo('a submit|a lease|a commit'),
  },
  {
    name: 'an instant that is exactly due is not',
    ...{ file: COMPILE, from: "lte: '<='", to: "lte: '<'" },
    suite: onDynamo('a claim|a deadline|a doorbell'),
  },
  {
    name: 'of several allowed values the first alone is',
    ...{ file: COMPILE, from: 'guard.values.map(operand)', to: 'guard.values.slice(0, 1).map(operand)' },
    suite: onDynamo('a claim|a cancel|the tasks of an ended job'),
  },
  {
    name: '"lacks" that means "contains"',
    ...{ file: COMPILE, from: '`(NOT contains(', to: '`(contains(' },
    suite: onDynamo('a lost lease'),
  },
  {
    name: '"any" that means "all"',
    ...{ file: COMPILE, from: ".join(' OR ')", to: ".join(' AND ')" },
    suite: onDynamo('a submit|license seats|a lost lease'),
  },
  {
    name: 'nothing is ever taken out of an index',
    ...{
      file: COMPILE,
      from: "if (effect.op === 'remove') removes.push(path);",
      to: "if (effect.op === 'remove') continue;",
    },
    suite: onDynamo('a waiting task|the tasks of an ended job'),
  },
  {
    name: 'a sum that overwrites: epochs, counters and tasks done',
    ...{ file: COMPILE, from: "effect.op === 'add' ? `${path} + ${value}` : value", to: 'value' },
    suite: onDynamo('a claim|a failed run|a commit'),
  },
];

const WRITTEN: readonly Mutant[] = [
  {
    name: 'a transaction sent as single writes: the event is outside',
    ...{
      file: WRITER,
      from: "      if (requests.length === 1 && only && only.kind !== 'check') return await this.#sendOne(only);",
      to: "      for (const each of requests) if (only && each.kind !== 'check') await this.#sendOne(each);\n      if (only) return { kind: 'applied' };",
    },
    suite: onDynamo('a submit|a commit|a cancel'),
  },
  {
    name: 'puts of a transaction without their guards',
    ...{
      file: WRITER,
      from: 'return { Put: { TableName, Item: request.Item, ...condition } };',
      to: 'return { Put: { TableName, Item: request.Item } };',
    },
    suite: onDynamo('a submit'),
  },
  {
    name: 'checks left out of transactions: a claim does not ask for its job',
    ...{
      file: WRITER,
      from: 'TransactItems: requests.map(',
      to: "TransactItems: requests.filter(({ kind }) => kind !== 'check').map(",
    },
    suite: WRITES,
  },
  {
    name: 'a conflict is taken for a refusal',
    ...{
      file: ERRORS,
      from: "if (conflicts.length > 0) return { kind: 'conflict', conflicts };",
      to: "if (conflicts.length > 0) return { kind: 'refused', refusals, conflicts };",
    },
    suite: WRITES,
  },
  {
    name: 'a conflict of a single write is a fault',
    ...{
      file: ERRORS,
      from: "if (error instanceof Error && CONFLICTS.has(error.name)) return { kind: 'conflict', conflicts: [0] };",
      to: '',
    },
    suite: WRITES,
  },
  {
    name: 'a refusal that names another item of its transaction',
    ...{
      file: ERRORS,
      from: '{ index, before: decodeItem(item) } : { index }',
      to: '{ index: 0, before: decodeItem(item) } : { index }',
    },
    suite: WRITES,
  },
  {
    name: 'throttled although it may have been written',
    ...{
      file: ERRORS,
      from: "return new FarmError(BUGS.has(name) ? 'internal' : 'ledger-unavailable', message, { cause: error });",
      to: "return new FarmError(BUGS.has(name) ? 'internal' : 'ledger-throttled', message, { cause: error });",
    },
    suite: WRITES,
  },
  {
    name: 'a conflict is waited out without jitter',
    ...{ file: WRITER, from: 'this.#ports.random() * Math.min(', to: 'Math.min(' },
    suite: WRITES,
  },
  {
    name: 'one item twice in a transaction',
    ...{ file: WRITER, from: ' && !names.has(name)', to: '' },
    suite: WRITES,
  },
  {
    name: 'a transaction of 101 writes',
    ...{ file: WRITER, from: 'indexes.length < MAX_CHANGES', to: 'indexes.length <= MAX_CHANGES' },
    suite: WRITES,
  },
  {
    name: 'a batch is given up with the first refusal in it',
    ...{
      file: WRITER,
      from: 'together = together.filter((_, at) => !leaving.has(at));',
      to: 'together = leaving.size > 0 ? [] : together;',
    },
    suite: WRITES,
  },
  {
    name: 'what was in conflict within a batch is forgotten',
    ...{ file: WRITER, from: 'for (const index of alone) {', to: 'for (const index of alone.slice(0, 0)) {' },
    suite: WRITES,
  },
];

const READ: readonly Mutant[] = [
  {
    name: 'a read by key that may be old',
    ...{
      file: READER,
      from: 'Key: encodeKey(key), ConsistentRead: true',
      to: 'Key: encodeKey(key), ConsistentRead: false',
    },
    suite: READS,
  },
  {
    name: 'a read of several keys that may be old',
    ...{ file: READER, from: '{ Keys, ConsistentRead: true }', to: '{ Keys, ConsistentRead: false }' },
    suite: READS,
  },
  {
    name: 'keys that a batch left undone are never asked for again',
    ...{ file: READER, from: 'Keys = reply.UnprocessedKeys?.[this.#table]?.Keys ?? [];', to: 'Keys = [];' },
    suite: READS,
  },
  {
    name: 'the first page alone is read',
    ...{ file: READER, from: '} while (start && items.length < limit);', to: '} while (start && items.length < 0);' },
    suite: READS,
  },
  {
    name: 'the first page alone is counted',
    ...{ file: READER, from: '} while (start);', to: '} while (start && count < 0);' },
    suite: READS,
  },
  {
    name: 'values that no guard looks into are stored as a tree',
    ...{
      file: ENCODE,
      from: 'JSON_FIELDS.has(field) ? { S: JSON.stringify(value) }',
      to: "field === '' ? { S: JSON.stringify(value) }",
    },
    suite: onDynamo('a template'),
  },
  {
    name: 'numbers stored as text',
    ...{ file: ENCODE, from: 'return { N: String(value) };', to: 'return { S: String(value) };' },
    suite: onDynamo('a submit|a claim'),
  },
];

export const ADAPTER_MUTANTS: readonly Mutant[] = [...COMPILED, ...WRITTEN, ...READ];
