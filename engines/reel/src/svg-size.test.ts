import { describe, expect, it } from '@jest/globals';
import { declaredPixels } from './svg-size.ts';

const svg = (attributes: string): number => declaredPixels(Buffer.from(`<svg xmlns="x" ${attributes}></svg>`));

describe('a vector image', () => {
  it.each([
    ['width="1000" height="500"', 500_000],
    [`width='1e6px' height='1e6'`, 1e12],
    ['width="100in" height="100in"', 92_160_000],
    ['viewBox="0 0 200000 200000"', 4e10],
    ['width="100%" height="100%" viewBox="0, 0, 10, 20"', 200],
    ['', 0],
    ['width="1e999" height="1"', Infinity],
  ])('declares its size: %s', (attributes, pixels) => {
    expect(svg(attributes)).toBeCloseTo(pixels);
  });

  it('cannot hide it behind another root, a comment or a prefix', () => {
    const text = '<?xml version="1.0"?><!-- <svg width="1" height="1"> --><s:svg width="99999" height="99999"/>';
    expect(declaredPixels(Buffer.from(text))).toBe(9_999_800_001);
  });

  it('is not looked for in what is no text', () => {
    expect(declaredPixels(Buffer.from('\x89PNG <svg width="9e9" height="9e9">'))).toBe(0);
  });
});
