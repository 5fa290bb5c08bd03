import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addNumbers, canonicalNumber, compareNumbers, sortableNumber } from './number.ts';

const integer = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n });
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: -60, max: 60 }))
  .map(([digits, exponent]) => canonicalNumber(`${digits}e${exponent}`));
const sign = (value: number) => Math.sign(value);

describe('DynamoDB numbers', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['0.000', '0'],
    ['007', '7'],
    ['+1.50', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1E3', '1000'],
    ['-12.5e-3', '-0.0125'],
    ['100000000000000000000000000000000000000000', '1' + '0'.repeat(41)],
  ])('%s is written as %s', (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });

  it.each(['', 'abc', '1.2.3', '0x10', 'NaN', 'Infinity', '--1', '.', ' 1'])('%j is no number', (text) => {
    expect(() => canonicalNumber(text)).toThrow('cannot be converted to a numeric value');
  });

  it('numbers beyond the range or the precision are refused', () => {
    expect(() => canonicalNumber('1e126')).toThrow('Number overflow');
    expect(canonicalNumber('9.9e125')).toHaveLength(126);
    expect(() => canonicalNumber('1e-131')).toThrow('Number underflow');
    expect(canonicalNumber('1e-130')).toBe(`0.${'0'.repeat(129)}1`);
    expect(() => canonicalNumber('1'.repeat(39))).toThrow('38 significant digits');
  });

  it('the canonical form of a canonical form is itself', () => {
    fc.assert(fc.property(decimal, (text) => canonicalNumber(text) === text));
  });

  it('the sortable form orders as the integers do', () => {
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        const [left, right] = [sortableNumber(String(a)), sortableNumber(String(b))];
        return (left < right ? -1 : left > right ? 1 : 0) === (a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('comparing agrees with the sortable form, whichever way it takes', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [left, right] = [sortableNumber(a), sortableNumber(b)];
        return sign(compareNumbers(a, b)) === (left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });

  it('sums and differences of integers are exact', () => {
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        expect(addNumbers(String(a), String(b), 1)).toBe(String(a + b));
        expect(addNumbers(String(a), String(b), -1)).toBe(String(a - b));
      }),
    );
  });

  it('decimals do not suffer from binary fractions', () => {
    expect(addNumbers('0.1', '0.2', 1)).toBe('0.3');
    expect(addNumbers('1', '0.9', -1)).toBe('0.1');
    expect(addNumbers('5', '5', -1)).toBe('0');
    expect(() => addNumbers('1', '0.00000000000000000000000000000000000000001', 1)).toThrow('38 significant digits');
  });
});
