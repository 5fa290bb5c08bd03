/**
 * CreateTable, DescribeTable, ListTables, UpdateTable, DeleteTable. Tables are usable at once: CreateTable still says
 * CREATING, as clients expect, and the next DescribeTable says ACTIVE.
 */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../../service.ts';
import { type Database, type Operation } from './database.ts';
import { describeTable } from './describe-table.ts';
import { invalid } from './errors.ts';
import { type Index, type Table } from './table.ts';
import {
  checkTableName,
  type IndexInput,
  readIndex,
  readIndexes,
  readKeySchema,
  refuseSpareAttributes,
  type TableInput,
} from './table-input.ts';

interface UpdateInput extends TableInput {
  GlobalSecondaryIndexUpdates?: { Create?: IndexInput; Delete?: { IndexName: string } }[];
}

/** Index ids of one table start here; far above the number of index changes a table lives to see. */
const indexesPerTable = 100_000;
const maxListed = 100;

export const createTable: Operation = {
  changes: true,
  run(db, input: TableInput) {
    const name = checkTableName(input.TableName);
    const definitions = input.AttributeDefinitions ?? [];
    const schema = readKeySchema(input.KeySchema, definitions);
    const indexes = readIndexes(input, schema);
    refuseSpareAttributes(definitions, [schema, ...indexes]);
    if (db.tables.find(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
    const table = db.tables.add({
      ...schema,
      name,
      createdAt: db.host.now(),
      tableId: randomUUID(),
      indexes: [],
      indexesMade: 0,
      billingMode: input.BillingMode ?? 'PROVISIONED',
      isProtected: input.DeletionProtectionEnabled ?? false,
      hasPointInTimeRecovery: false,
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key: key, Value: value }) => [key, value])),
    });
    const complete = indexes.reduce(withIndex, table);
    db.tables.save(complete);
    return JSON.stringify({ TableDescription: describeTable(db, complete, 'CREATING') });
  },
};

function withIndex(table: Table, index: Omit<Index, 'id'>): Table {
  const id = table.id * indexesPerTable + table.indexesMade;
  return { ...table, indexesMade: table.indexesMade + 1, indexes: [...table.indexes, { ...index, id }] };
}

export const describeTableOperation: Operation = {
  changes: false,
  run: (db, { TableName: name }: { TableName: string }) =>
    JSON.stringify({ Table: describeTable(db, tableNamed(db, name), 'ACTIVE') }),
};

/** As `tables.get`, with the longer message of the operations that manage tables. */
export function tableNamed(db: Database, name: unknown): Table {
  const table = db.tables.find(name);
  if (!table)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${String(name)} not found`);
  return table;
}

export const listTables: Operation = {
  changes: false,
  run(db, input: { ExclusiveStartTableName?: string; Limit?: number }) {
    const { ExclusiveStartTableName: start = '', Limit: limit = maxListed } = input;
    const names = db.tables.names().filter((name) => name > start);
    const page = names.slice(0, limit);
    const last = names.length > limit ? { LastEvaluatedTableName: page[page.length - 1] } : {};
    return JSON.stringify({ TableNames: page, ...last });
  },
};

export const updateTable: Operation = {
  changes: true,
  run(db, input: UpdateInput) {
    let table = { ...tableNamed(db, input.TableName) };
    table.billingMode = input.BillingMode ?? table.billingMode;
    table.isProtected = input.DeletionProtectionEnabled ?? table.isProtected;
    for (const change of input.GlobalSecondaryIndexUpdates ?? []) {
      if (change.Create) table = createIndex(db, table, change.Create, input);
      if (change.Delete) table = deleteIndex(db, table, change.Delete.IndexName);
    }
    db.tables.save(table);
    return JSON.stringify({ TableDescription: describeTable(db, table, 'UPDATING') });
  },
};

function createIndex(db: Database, table: Table, input: IndexInput, { AttributeDefinitions: given }: UpdateInput) {
  if (table.indexes.some(({ name }) => name === input.IndexName))
    throw invalid(`Attempting to create an index which already exists: ${input.IndexName}`);
  const made = withIndex(table, readIndex(input, 'global', given ?? []));
  const index = made.indexes[made.indexes.length - 1];
  if (index) db.items.fillIndex(made, index);
  return made;
}

function deleteIndex(db: Database, table: Table, name: string): Table {
  const index = table.indexes.find((candidate) => candidate.name === name);
  if (!index) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name}`);
  db.items.dropIndex(index);
  return { ...table, indexes: table.indexes.filter((candidate) => candidate !== index) };
}

export const deleteTable: Operation = {
  changes: true,
  run(db, { TableName: name }: { TableName: string }) {
    const table = tableNamed(db, name);
    if (table.isProtected)
      throw invalid(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    const description = describeTable(db, table, 'DELETING');
    db.items.dropTable(table);
    db.tables.remove(table);
    return JSON.stringify({ TableDescription: description });
  },
};
