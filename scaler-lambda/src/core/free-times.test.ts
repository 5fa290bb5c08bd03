import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FreeTimes } from './free-times.ts';

const instant = fc.integer({ min: 0, max: 1_000 });

describe('the machine that comes free first', () => {
  it('is none where there are no machines', () => {
    const none = new FreeTimes([]);
    expect([none.first, none.firstName]).toEqual([Infinity, -1]);
  });

  it('is an old one before a new one that would be there at the same time', () => {
    const times = new FreeTimes([7, 5], { count: 1, at: 5 });
    expect([times.first, times.firstName]).toEqual([5, 1]);
    times.occupyFirst(9);
    expect([times.first, times.firstName]).toEqual([5, 2]);
  });

  it('is the one that a plain sort finds, task after task, whatever was bought', () => {
    const machines = fc.array(instant, { maxLength: 20 });
    const more = fc.record({ count: fc.nat(10), at: instant });
    fc.assert(
      fc.property(machines, more, fc.array(instant, { maxLength: 60 }), (at, bought, lengths) => {
        const times = new FreeTimes(at, bought);
        const plain = [...at, ...new Array<number>(bought.count).fill(bought.at)];
        for (const length of lengths) {
          const first = Math.min(...plain);
          expect(times.first).toBe(first);
          if (first === Infinity) return;
          expect(plain[times.firstName]).toBe(first);
          plain[times.firstName] = first + length;
          times.occupyFirst(first + length);
        }
      }),
    );
  });
});
