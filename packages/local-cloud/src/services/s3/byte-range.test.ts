import { describe, expect, it } from '@jest/globals';
import { findRange } from './byte-range.ts';

describe('a range', () => {
  it.each([
    ['bytes=0-0', 10, { first: 0, last: 0 }],
    ['bytes=3-', 10, { first: 3, last: 9 }],
    ['bytes=-4', 10, { first: 6, last: 9 }],
    ['bytes=-40', 10, { first: 0, last: 9 }],
    ['bytes=9-99', 10, { first: 9, last: 9 }],
    ['bytes=5-3', 10, undefined],
    ['bytes=0-1,3-4', 10, undefined],
    ['lines=1-2', 10, undefined],
    [undefined, 10, undefined],
  ])('%s of %d bytes is %j', (header, size, range) => {
    expect(findRange(header, size)).toEqual(range);
  });

  it.each([
    ['bytes=10-', 10],
    ['bytes=-0', 10],
    ['bytes=0-0', 0],
  ])('%s of %d bytes cannot be had', (header, size) => {
    expect(() => findRange(header, size)).toThrow('not satisfiable');
  });
});
