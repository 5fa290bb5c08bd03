/**
 * The one table as data: cli and infra create exactly this. Indexes are sparse and project only what a nomination needs, so a write that
 * touches no projected field costs them nothing.
 *
 * There is no index of jobs by tenant: `T#<tenant>` / `J#<ulid>` is the order of time already.
 */
import { type CreateTableCommandInput, type GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import { INDEX_FIELDS } from '../items/index-keys.ts';

type KeyFields = { pk: string; sk: string };

function index(name: string, { pk, sk }: KeyFields, projected: string[]): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: pk, KeyType: 'HASH' },
      { AttributeName: sk, KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: projected },
  };
}

/** Index keys and the table's own are projected always. */
export const LEDGER_INDEXES: GlobalSecondaryIndex[] = [
  index('emit', INDEX_FIELDS.emit, ['tenant', 'job', 'n', 'lane', 'emitSeq', 'notBefore', 'id', 'duty', 'deadlineAt']),
  index('waiting', INDEX_FIELDS.waiting, [
    'tenant',
    'job',
    'n',
    'state',
    'enqueuedAt',
    'notBefore',
    'deadlineAt',
    'frames',
    'pixels',
    'engine',
    'emittedAt',
    'emitSeq',
  ]),
  index('leased', INDEX_FIELDS.leased, ['tenant', 'job', 'n', 'epoch', 'beat', 'owner', 'lane']),
  index('dispatch', INDEX_FIELDS.dispatch, ['tenant', 'job', 'seq']),
];

/** Items with this attribute, in epoch seconds, are cleaned away some time after it. */
export const LEDGER_TTL_ATTRIBUTE = 'ttl';

const KEY_FIELDS = ['pk', 'sk', ...Object.values(INDEX_FIELDS).flatMap(({ pk, sk }) => [pk, sk])];

/** Every key is a string. On demand: the farm is bursty, and idle most of the day. */
export const LEDGER_TABLE = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: KEY_FIELDS.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  GlobalSecondaryIndexes: LEDGER_INDEXES,
} as const satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** Input of CreateTable; TTL on `LEDGER_TTL_ATTRIBUTE` is switched on by a call of its own. */
export const createLedgerTableInput = (table: string): CreateTableCommandInput => ({
  TableName: table,
  ...LEDGER_TABLE,
});
