/** A table as the engine uses it: keys and indexes by type, plus what only DescribeTable gives back. */
import { type AttributeValue, type Item, ownValue, typeOf } from './attribute.ts';
import { invalid } from './errors.ts';
import { encodeKey, type KeyType } from './key-codec.ts';

export interface KeyAttribute {
  name: string;
  type: KeyType;
}

export interface KeySchema {
  hash: KeyAttribute;
  range?: KeyAttribute;
}

export type ProjectionType = 'ALL' | 'KEYS_ONLY' | 'INCLUDE';

export interface Index extends KeySchema {
  /** Unique over all tables; the rows of the index are filed under it. */
  id: number;
  name: string;
  scope: 'global' | 'local';
  projection: ProjectionType;
  nonKeyAttributes: string[];
}

export interface Table extends KeySchema {
  id: number;
  name: string;
  /** Milliseconds. */
  createdAt: number;
  tableId: string;
  indexes: Index[];
  /** Number of indexes ever made; gives the next one its id. */
  indexesMade: number;
  billingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  isProtected: boolean;
  /** Attribute that holds the second of expiry, while TTL is enabled. */
  ttlAttribute?: string;
  hasPointInTimeRecovery: boolean;
  tags: Record<string, string>;
}

/** An item's place: its key attributes in sortable form; `sk` is empty in tables without a range key. */
export interface ItemKey {
  pk: string;
  sk: string;
}

/** Bytes, from the DynamoDB quotas. */
const maxHashBytes = 2048;
const maxRangeBytes = 1024;

/** The key of a whole item. @throws ValidationException when a key attribute is missing, empty or of another type. */
export function keyOfItem(table: Table, item: Item): ItemKey {
  return {
    pk: keyPart(table.hash, item, maxHashBytes),
    sk: table.range ? keyPart(table.range, item, maxRangeBytes) : '',
  };
}

/** The key from a `Key` parameter, which may hold nothing else. */
export function keyOfParameter(table: Table, key: Item | undefined): ItemKey {
  const wanted = table.range ? 2 : 1;
  const isComplete = key && Object.keys(key).length === wanted && hasPart(table.hash, key);
  if (!isComplete || (table.range && !hasPart(table.range, key))) throw invalid(schemaMismatch);
  return keyOfItem(table, key);
}

export const schemaMismatch = 'The provided key element does not match the schema';

function hasPart(attribute: KeyAttribute, key: Item): boolean {
  return ownValue(key, attribute.name)?.[attribute.type] !== undefined;
}

function keyPart(attribute: KeyAttribute, item: Item, maxBytes: number): string {
  const value = ownValue(item, attribute.name);
  const { name, type } = attribute;
  if (!value) throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
  if (value[type] === undefined)
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
    );
  refuseEmpty(
    value,
    type,
    `The AttributeValue for a key attribute cannot contain an empty ${words[type]} value. Key: ${name}`,
  );
  if (type !== 'N' && Buffer.byteLength(value[type] ?? '') > maxBytes) throw invalid(tooLong(maxBytes));
  return encodeKey(value, type);
}

const words: Record<KeyType, string> = { S: 'string', N: 'number', B: 'binary' };

function refuseEmpty(value: AttributeValue, type: KeyType, text: string): void {
  if (value[type] === '') throw invalid(`One or more parameter values are not valid. ${text}`);
}

function tooLong(maxBytes: number): string {
  const what =
    maxBytes === maxHashBytes
      ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes'
      : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes';
  return `One or more parameter values were invalid: ${what}`;
}

/** The item's place in an index, or undefined when it lacks one of the index's keys (sparse). */
export function indexKeyOf(index: Index, item: Item): ItemKey | undefined {
  const hash = ownValue(item, index.hash.name);
  if (!hash) return undefined;
  if (!index.range) return { pk: encodeKey(hash, index.hash.type), sk: '' };
  const range = ownValue(item, index.range.name);
  if (!range) return undefined;
  return { pk: encodeKey(hash, index.hash.type), sk: encodeKey(range, index.range.type) };
}

/** @throws ValidationException when the item holds an index key of another type, or an empty one. */
export function checkIndexKeys(table: Table, item: Item, isUpdate: boolean): void {
  for (const index of table.indexes) {
    checkIndexKey(index, index.hash, item, isUpdate);
    if (index.range) checkIndexKey(index, index.range, item, isUpdate);
  }
}

function checkIndexKey(index: Index, { name, type }: KeyAttribute, item: Item, isUpdate: boolean): void {
  const value = ownValue(item, name);
  if (!value) return;
  if (value[type] === undefined)
    throw invalid(
      isUpdate
        ? 'The update expression attempted to update the secondary index key to unsupported type'
        : `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
    );
  refuseEmpty(
    value,
    type,
    `A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${words[type]} value. IndexName: ${index.name}, IndexKey: ${name}`,
  );
}

/** Names of the key attributes of the table and, if given, the index, each once. */
export function keyNames(table: Table, index?: Index): string[] {
  const attributes = [table.hash, table.range, index?.hash, index?.range];
  return [...new Set(attributes.flatMap((attribute) => (attribute ? [attribute.name] : [])))];
}
