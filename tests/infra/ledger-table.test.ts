import { describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { createLedgerTableInput, LEDGER_TTL_ATTRIBUTE } from '@reelyard/ledger';
import { readSynthesized } from './read-synthesized.ts';

interface Table {
  name: string;
  billing_mode: string;
  hash_key: string;
  range_key: string;
  attribute: { name: string; type: string }[];
  ttl: { attribute_name: string; enabled: boolean };
  global_secondary_index: {
    name: string;
    hash_key: string;
    range_key: string;
    projection_type: string;
    non_key_attributes: string[];
  }[];
}

describe('the ledger’s table as Terraform makes it', () => {
  it('is the one that the ledger asks for: keys, indexes, projections, TTL', async () => {
    const { data } = await readSynthesized(dev);
    const [table] = Object.values(data?.resource['aws_dynamodb_table'] ?? {}) as unknown as Table[];
    const wanted = createLedgerTableInput('reelyard-dev-ledger');
    expect(table && toInput(table)).toEqual({
      ...wanted,
      AttributeDefinitions: sorted(wanted.AttributeDefinitions ?? []),
    });
    expect(table?.ttl).toEqual({ attribute_name: LEDGER_TTL_ATTRIBUTE, enabled: true });
  });
});

function toInput(table: Table) {
  return {
    TableName: table.name,
    BillingMode: table.billing_mode,
    KeySchema: keySchema(table),
    AttributeDefinitions: sorted(
      table.attribute.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    ),
    GlobalSecondaryIndexes: table.global_secondary_index.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: index.projection_type, NonKeyAttributes: index.non_key_attributes },
    })),
  };
}

function keySchema({ hash_key, range_key }: { hash_key: string; range_key: string }) {
  return [
    { AttributeName: hash_key, KeyType: 'HASH' },
    { AttributeName: range_key, KeyType: 'RANGE' },
  ];
}

function sorted<T extends { AttributeName?: string | undefined }>(definitions: readonly T[]): T[] {
  return [...definitions].sort((a, b) => (a.AttributeName ?? '').localeCompare(b.AttributeName ?? ''));
}
