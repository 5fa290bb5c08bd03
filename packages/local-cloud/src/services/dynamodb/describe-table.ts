/** A table as CreateTable, DescribeTable and the others show it. */
import { type Database } from './database.ts';
import { type Index, type KeySchema, type Table } from './table.ts';

export type TableStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

export function describeTable(db: Database, table: Table, status: TableStatus): object {
  const { items, bytes } = db.items.count(table);
  const globals = table.indexes.filter(({ scope }) => scope === 'global');
  const locals = table.indexes.filter(({ scope }) => scope === 'local');
  const toIndex = (index: Index) => describeIndex(db, table, index, status);
  return {
    AttributeDefinitions: definitionsOf(table),
    TableName: table.name,
    KeySchema: schemaOf(table),
    TableStatus: status,
    CreationDateTime: table.createdAt / 1000,
    ProvisionedThroughput: noThroughput,
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn: db.tables.arnOf(table),
    TableId: table.tableId,
    BillingModeSummary: { BillingMode: table.billingMode },
    ...(globals.length > 0 && { GlobalSecondaryIndexes: globals.map(toIndex) }),
    ...(locals.length > 0 && { LocalSecondaryIndexes: locals.map(toIndex) }),
    DeletionProtectionEnabled: table.isProtected,
  };
}

const noThroughput = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

function describeIndex(db: Database, table: Table, index: Index, status: TableStatus): object {
  const included = index.projection === 'INCLUDE' && { NonKeyAttributes: index.nonKeyAttributes };
  return {
    IndexName: index.name,
    KeySchema: schemaOf(index),
    Projection: { ProjectionType: index.projection, ...included },
    IndexArn: `${db.tables.arnOf(table)}/index/${index.name}`,
    IndexSizeBytes: 0,
    ItemCount: db.items.countIndex(index),
    ...(index.scope === 'global' && {
      IndexStatus: status === 'CREATING' ? 'CREATING' : 'ACTIVE',
      ProvisionedThroughput: noThroughput,
    }),
  };
}

function schemaOf({ hash, range }: KeySchema): object[] {
  const first = { AttributeName: hash.name, KeyType: 'HASH' };
  return range ? [first, { AttributeName: range.name, KeyType: 'RANGE' }] : [first];
}

function definitionsOf(table: Table): object[] {
  const types = new Map<string, string>();
  for (const { hash, range } of [table, ...table.indexes])
    for (const attribute of range ? [hash, range] : [hash]) types.set(attribute.name, attribute.type);
  return [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type }));
}
