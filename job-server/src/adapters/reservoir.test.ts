import { describe, expect, it } from '@jest/globals';
import { Reservoir } from './reservoir.ts';

/** Numbers that look random and are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a sample of many durations', () => {
  it('is all of them while they are few', () => {
    const sample = new Reservoir(3, () => 0.5);
    [5, 6].forEach((value) => sample.add(value));
    expect(sample.values).toEqual([5, 6]);
  });

  it('is fair: the first hundred of a minute are no likelier in it than the last', () => {
    const random = seeded(1);
    let early = 0;
    for (let round = 0; round < 200; round += 1) {
      const sample = new Reservoir(100, random);
      for (let value = 0; value < 1_000; value += 1) sample.add(value);
      expect(sample.values).toHaveLength(100);
      early += sample.values.filter((value) => value < 500).length;
    }
    expect(early / 20_000).toBeCloseTo(0.5, 1);
  });
});
