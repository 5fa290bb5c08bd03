/** Seeded streams of numbers in [0, 1). Invariant: one stream per purpose, so that a change in one does not shift another. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Random = () => number;

/** @param purpose names the stream: the same seed and purpose give the same numbers for ever */
export function createRandom(seed: number, purpose: string): Random {
  const generator = xoroshiro128plus(hash(`${seed}/${purpose}`));
  return () => uniformFloat64(generator);
}

/** FNV-1a with a final mix, so that neighboring seeds have nothing in common. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
