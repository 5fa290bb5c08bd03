/**
 * DynamoDB's typed values as they are on the wire and in the store, checked and put into canonical form once, when
 * they enter. Invariant: every value behind `admitItem` or `admitValue` has exactly one type, canonical numbers and
 * sets without duplicates, so that the rest of the code compares without checking again.
 */
import { invalid } from './errors.ts';
import { canonicalNumber } from './number.ts';

export interface AttributeValue {
  S?: string;
  N?: string;
  /** base64 */
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  L?: AttributeValue[];
  M?: Item;
  SS?: string[];
  NS?: string[];
  BS?: string[];
}

export type Item = Record<string, AttributeValue>;
export type AttributeType = keyof AttributeValue;

export const attributeTypes: readonly AttributeType[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'];
const known = new Set<string>(attributeTypes);

/** Bytes; an item with names and values may not be larger. */
export const maxItemBytes = 400 * 1024;
const maxDepth = 32;

export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw invalid(emptyValue);
}

/** Checks and canonicalizes in place. @returns the item's size in bytes as DynamoDB counts it. */
export function admitItem(item: unknown): number {
  if (!isObject(item)) throw invalid('The item must be a map of attribute names to values.');
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + admitValue(item[name]);
  return size;
}

/** As `admitItem`, for one value. */
export function admitValue(value: unknown, depth = 1): number {
  if (!isObject(value)) throw invalid(emptyValue);
  if (depth > maxDepth) throw invalid('Nesting Levels have exceeded supported limits: Attributes with nesting');
  let type: string | undefined;
  for (const name in value) {
    if (value[name] === null) continue;
    if (type !== undefined) throw invalid(severalTypes);
    type = name;
  }
  if (type === undefined || !known.has(type)) throw invalid(emptyValue);
  return admitTyped(value as AttributeValue, type as AttributeType, depth);
}

const emptyValue = 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
const severalTypes =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';

function admitTyped(value: AttributeValue, type: AttributeType, depth: number): number {
  switch (type) {
    case 'S':
      return Buffer.byteLength(text(value.S));
    case 'N':
      value.N = canonicalNumber(text(value.N));
      return numberSize(value.N);
    case 'B':
      value.B = canonicalBinary(text(value.B));
      return binarySize(value.B);
    case 'BOOL':
      if (typeof value.BOOL !== 'boolean') throw invalid('BOOL must be true or false.');
      return 1;
    case 'NULL':
      if (value.NULL !== true) throw invalid(`${oneOrMore}: Null attribute value types must have the value of true`);
      return 1;
    case 'L':
    case 'M':
      return admitContainer(value, depth);
    case 'SS':
    case 'NS':
    case 'BS':
      return admitSet(value, type);
  }
}

const oneOrMore = 'One or more parameter values were invalid';

function admitContainer(value: AttributeValue, depth: number): number {
  let size = 3;
  if (value.L !== undefined) {
    if (!Array.isArray(value.L)) throw invalid('L must be a list.');
    for (const element of value.L) size += 1 + admitValue(element, depth + 1);
    return size;
  }
  if (!isObject(value.M)) throw invalid('M must be a map.');
  for (const name of Object.keys(value.M)) size += 1 + Buffer.byteLength(name) + admitValue(value.M[name], depth + 1);
  return size;
}

function admitSet(value: AttributeValue, type: 'SS' | 'NS' | 'BS'): number {
  const given = value[type];
  if (!Array.isArray(given)) throw invalid(`${type} must be a list.`);
  if (given.length === 0) throw invalid(`${oneOrMore}: ${emptySets[type]}`);
  const canonical = type === 'SS' ? given.map(text) : given.map(type === 'NS' ? canonicalNumber : canonicalBinary);
  if (type === 'SS' && canonical.includes(''))
    throw invalid(`${oneOrMore}: An string set may not have a empty string as a member`);
  if (new Set(canonical).size < canonical.length)
    throw invalid(`${oneOrMore}: Input collection [${given.join(', ')}] contains duplicates.`);
  value[type] = canonical;
  const sizeOf = type === 'SS' ? Buffer.byteLength : type === 'NS' ? numberSize : binarySize;
  return canonical.reduce((sum, element) => sum + sizeOf(element), 0);
}

const emptySets = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
};

function text(value: unknown): string {
  if (typeof value !== 'string') throw invalid('The value is not of the type that its name says.');
  return value;
}

/** Two digits a byte, one byte for sign and exponent: the documented approximation. */
function numberSize(value: string): number {
  return Math.ceil(value.length / 2) + 1;
}

export function binarySize(value: string): number {
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  return (value.length / 4) * 3 - padding;
}

function canonicalBinary(value: string): string {
  const canonical = Buffer.from(text(value), 'base64').toString('base64');
  if (canonical.length < value.length - 2) throw invalid('Invalid base64 in a binary value.');
  return canonical;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `item[name]`, but never what the object inherits. */
export function ownValue(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** `item[name] = value`, also for `__proto__`. */
export function setValue(item: Item, name: string, value: AttributeValue): void {
  if (name === '__proto__')
    Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
  else item[name] = value;
}
