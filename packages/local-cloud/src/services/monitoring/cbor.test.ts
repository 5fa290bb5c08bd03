import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { Timestamp } from './timestamp.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('CBOR', () => {
  it.each([
    ['1903e8', 1000],
    ['3903e7', -1000],
    ['f93c00', 1],
    ['fa47c35000', 100000],
    ['fb3ff199999999999a', 1.1],
    ['c11a514b67b0', 1363896240],
    ['f4', false],
    ['f6', null],
    ['83010203', [1, 2, 3]],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['7f657374726561646d696e67ff', 'streaming'],
  ])('%s of RFC 8949, appendix A, is %j', (bytes, value) => {
    expect(decodeCbor(hex(bytes))).toEqual(value);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(decodeCbor(encodeCbor(plain))).toEqual(plain);
      }),
    );
  });

  it('tags instants', () => {
    expect(encodeCbor(new Timestamp(1500)).toString('hex')).toBe('c1fb3ff8000000000000');
  });

  it('refuses what is cut short, goes on too long or nests too deep', () => {
    for (const bytes of ['', '19', '6261', '83', 'ff', '0101', '9f', 'a161', '81'.repeat(200)]) {
      expect(() => decodeCbor(hex(bytes))).toThrow('not valid CBOR');
    }
  });
});
