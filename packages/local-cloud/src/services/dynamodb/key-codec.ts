/** Key attributes as text whose byte order is DynamoDB's order: strings by UTF-8, numbers by value, binary unsigned. */
import { type AttributeValue } from './attribute.ts';
import { sortableNumber } from './number.ts';

export type KeyType = 'S' | 'N' | 'B';

/** @param value already known to hold `type`. */
export function encodeKey(value: AttributeValue, type: KeyType): string {
  if (type === 'S') return value.S ?? '';
  if (type === 'N') return sortableNumber(value.N ?? '0');
  return Buffer.from(value.B ?? '', 'base64').toString('hex');
}

/** The least key above every key that begins with `prefix`; undefined when there is none. */
export function endOfPrefix(prefix: string): string | undefined {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point >= 0x10ffff) continue;
    const isBeforeSurrogates = point === 0xd7ff;
    return points.join('') + String.fromCodePoint(isBeforeSurrogates ? 0xe000 : point + 1);
  }
  return undefined;
}
