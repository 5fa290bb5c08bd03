/**
 * Items to DynamoDB attributes and back. Written by hand because it runs for every attribute of every submit: no options, no classes, and a nested
 * value that no guard looks into is one string of JSON.
 */
import { type AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, type ItemKey } from '../protocol/change.ts';

export type Attributes = Record<string, AttributeValue>;

/** Fields kept as JSON: whole values to the protocol, and cheaper by a walk on either side. */
const JSON_FIELDS: ReadonlySet<string> = new Set([
  'agent',
  'artifacts',
  'because',
  'boot',
  'common',
  'composition',
  'counts',
  'data',
  'directive',
  'error',
  'lastError',
  'metadata',
  'payload',
  'progress',
]);

export function encodeItem(item: Item): Attributes {
  const out: Attributes = {};
  for (const field of Object.keys(item)) {
    const value = item[field];
    if (value !== undefined) out[field] = encodeField(field, value);
  }
  return out;
}

export const encodeKey = ({ pk, sk }: ItemKey): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

export function encodeField(field: string, value: unknown): AttributeValue {
  return JSON_FIELDS.has(field) ? { S: JSON.stringify(value) } : encodeValue(value);
}

function encodeValue(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      return encodeObject(value);
    default:
      throw new TypeError(`no attribute holds a ${typeof value}`);
  }
}

function encodeObject(value: object | null): AttributeValue {
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(encodeValue) };
  const out: Attributes = {};
  for (const [field, inner] of Object.entries(value)) if (inner !== undefined) out[field] = encodeValue(inner);
  return { M: out };
}

export function decodeItem(attributes: Attributes): Item {
  const out: Record<string, unknown> = {};
  for (const field of Object.keys(attributes)) {
    const attribute = attributes[field];
    if (attribute) out[field] = decodeField(field, attribute);
  }
  return out as unknown as Item;
}

function decodeField(field: string, attribute: AttributeValue): unknown {
  return attribute.S !== undefined && JSON_FIELDS.has(field) ? JSON.parse(attribute.S) : decodeValue(attribute);
}

function decodeValue(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.L !== undefined) return attribute.L.map(decodeValue);
  if (attribute.M !== undefined)
    return Object.fromEntries(Object.entries(attribute.M).map(([field, inner]) => [field, decodeValue(inner)]));
  return null;
}
