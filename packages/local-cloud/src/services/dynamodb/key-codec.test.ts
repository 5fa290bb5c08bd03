import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeKey, endOfPrefix } from './key-codec.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 });
const byUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('keys in sortable form', () => {
  it('a key lies below the end of a prefix exactly when it begins with it or sorts before it', () => {
    fc.assert(
      fc.property(text, text, (prefix, key) => {
        const end = endOfPrefix(prefix);
        const isInside = byUtf8(key, prefix) >= 0 && (end === undefined || byUtf8(key, end) < 0);
        return isInside === key.startsWith(prefix);
      }),
    );
  });

  it('a prefix that ends with the last of all characters still has an end', () => {
    expect(endOfPrefix('a\u{10ffff}')).toBe('b');
    expect(endOfPrefix('\u{10ffff}')).toBeUndefined();
    expect(endOfPrefix('\ud7ff')).toBe('\ue000');
  });

  it('binary keys order by their bytes', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 5 });
    const encode = (value: Uint8Array) => encodeKey({ B: Buffer.from(value).toString('base64') }, 'B');
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [left, right] = [encode(a), encode(b)];
        return (left < right ? -1 : left > right ? 1 : 0) === Buffer.compare(a, b);
      }),
    );
  });
});
