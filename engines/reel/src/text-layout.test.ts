import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitSize, layoutText } from './text-layout.ts';

const perCharacter = (text: string) => [...text].length;

describe('text', () => {
  it('is broken between words', () => {
    expect(layoutText('one two three', 7, perCharacter)).toEqual(['one two', 'three']);
  });

  it('keeps the lines that it has', () => {
    expect(layoutText('a b\n\nc', Infinity, perCharacter)).toEqual(['a b', '', 'c']);
  });

  it('breaks a word that no line could hold', () => {
    expect(layoutText('ab extraordinary', 6, perCharacter)).toEqual(['ab', 'extrao', 'rdinar', 'y']);
  });

  it('loses no character and fits every line, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = layoutText(text, width, perCharacter);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        expect(lines.every((line) => perCharacter(line) <= width)).toBe(true);
      }),
    );
  });

  it('shrinks until it fits its box, but not below its smallest size', () => {
    const square = (size: number) => ({ width: size * 4, height: size });
    expect(fitSize(10, 100, { width: 200, height: 90 }, square)).toBe(49.5);
    expect(fitSize(10, 100, { width: 900, height: 900 }, square)).toBe(99.5);
    expect(fitSize(10, 100, { width: 1, height: 1 }, square)).toBe(10);
  });
});
