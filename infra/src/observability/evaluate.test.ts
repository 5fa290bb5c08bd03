import { describe, expect, it } from '@jest/globals';
import { evaluate } from './evaluate.ts';

describe('metric math', () => {
  it('has the usual order', () => {
    expect(evaluate('1+2*3-4/2', {})).toBe(5);
    expect(evaluate('(1+2)*3>=9', {})).toBe(1);
    expect(evaluate('IF(a>2,10,20)', { a: 3 })).toBe(10);
    expect(evaluate('IF(a>2,10,20)', { a: 2 })).toBe(20);
  });

  it('is missing what it needs unless that is filled', () => {
    expect(evaluate('a+b', { a: 1 })).toBeUndefined();
    expect(evaluate('a+FILL(b,0)', { a: 1 })).toBe(1);
    expect(evaluate('1/a', { a: 0 })).toBeUndefined();
    expect(evaluate('IF(a,1,0)', {})).toBeUndefined();
  });

  it('refuses what it does not know', () => {
    expect(() => evaluate('RATE(a)', { a: 1 })).toThrow(/RATE/);
    expect(() => evaluate('(1', {})).toThrow();
    expect(() => evaluate('1 2', {})).toThrow();
  });
});
