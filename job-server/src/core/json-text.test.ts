import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findForbiddenName } from './find-forbidden-name.ts';
import { findJsonError } from './find-json-error.ts';
import { exceedsDepth } from './scan-depth.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('JSON text', () => {
  it('is as deep as what it says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 8 }), (value, limit) => {
        expect(exceedsDepth(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });

  it.each([
    ['{"metadata":{"__proto__":"x"}}', '/metadata/__proto__'],
    ['{"a":[{"b/c":{"__proto__":null}}]}', '/a/0/b~1c/__proto__'],
    ['{"\\u005f_proto__":1}', '/__proto__'],
    ['{"text":"__proto__"}', undefined],
    ['{"constructor":"a name like any other"}', undefined],
  ])('has no member that copies would pass over: %s', (text, pointer) => {
    expect(findForbiddenName(text, JSON.parse(text))?.pointer).toBe(pointer);
  });

  it('has no error when it is JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(findJsonError(text)).toBeUndefined()));
  });

  it('is broken at a place before which it could still have become JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const cut = at % (text.length + 1);
        const position = findJsonError(`${text.slice(0, cut)}§${text.slice(cut)}`);
        if (position === undefined) return; // inside a string
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });

  it.each([
    ['[1,]', 3],
    ['{"a":tru}', 8],
    ['"open', 5],
    ['[1] x', 4],
    ['@', 0],
  ])('says where: %s', (text, position) => {
    expect(findJsonError(text)).toBe(position);
  });
});
