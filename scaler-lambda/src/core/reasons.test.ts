import { describe, expect, it } from '@jest/globals';
import { aPool, aTask, NOW } from './builders.ts';
import { describeStart, describeWish } from './describe.ts';
import { Reasons } from './reasons.ts';

describe('why a lane waits', () => {
  const tell = (...told: [code: 'starting-soon' | 'capacity-booting' | 'pool-max', startAt: number][]) => {
    const reasons = new Reasons();
    for (const [code, startAt] of told) reasons.tell('express', code, `because ${code}`, startAt);
    return reasons.toWaiting(new Map([['express', 9]])).express;
  };

  it('is what its first task waits for, with when the first and the last will start', () => {
    expect(tell(['starting-soon', NOW], ['capacity-booting', NOW + 60])).toEqual({
      code: 'starting-soon',
      because: 'because starting-soon',
      etaAt: NOW,
      lastEtaAt: NOW + 60,
      count: 9,
    });
  });

  it('is a refusal as soon as any of its tasks met one', () => {
    expect(tell(['starting-soon', NOW], ['pool-max', NOW + 60])).toMatchObject({ code: 'pool-max', etaAt: NOW });
  });

  it('names no time where no machine will come', () => {
    expect(tell(['pool-max', Infinity])).toEqual({ code: 'pool-max', because: 'because pool-max', count: 9 });
  });
});

describe('the words of a decision', () => {
  const offer = { pool: aPool(), isWarm: true, bootMs: 45_000, cost: 0.0027, left: 8 };

  it('say what waited, how late it would be, and what was cheaper', () => {
    expect(describeWish({ soft: 17, late: 26.43, never: 0 }, 20, 6, offer)).toBe(
      '20 wait, 17 past their patience, 26.4 late: 6 warm at $0.0027 cost less',
    );
    expect(describeWish({ soft: 0, late: 0, never: 3 }, 3, 1, { ...offer, isWarm: false })).toBe(
      '3 wait, 3 without a machine: 1 cold at $0.0027',
    );
  });

  it('say when a task starts, or that it never will', () => {
    expect(describeStart(aTask(), NOW + 25_400, NOW)).toBe('express task starts in 25 s');
    expect(describeStart(aTask(), Infinity, NOW)).toBe('express task: no machine will come free');
  });
});
