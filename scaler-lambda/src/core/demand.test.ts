import { describe, expect, it } from '@jest/globals';
import { aPolicy, aSight, aTask, NOW } from './builders.ts';
import { forecastDemand, orderDemand } from './demand.ts';
import { emptyMemory } from './snapshot.ts';

describe('demand', () => {
  it('lays tasks as agents claim them: lane, deadline, age', () => {
    const [bulk, late, soon, old] = [
      aTask({ n: 1, lane: 'bulk' }),
      aTask({ n: 2, deadlineAt: NOW + 9_000 }),
      aTask({ n: 3, deadlineAt: NOW + 5_000 }),
      aTask({ n: 4, deadlineAt: NOW + 5_000, enqueuedAt: NOW - 1 }),
    ];
    expect(orderDemand([bulk, late, soon, old], NOW).map(({ n }) => n)).toEqual([4, 3, 2, 1]);
  });

  it('leaves out what is not due before another machine would be there', () => {
    const later = aTask({ notBefore: NOW + 60_001 });
    expect(orderDemand([later, aTask({ n: 5 })], NOW + 60_000).map(({ n }) => n)).toEqual([5]);
  });

  it('spreads the arrivals that it counts on over the next boot, of the engine that was asked for last', () => {
    const arrivals = { rate: 0.16, at: NOW, inside: 0, serviceSeconds: 10, withinSeconds: 100, engine: 'html' };
    const sight = aSight({ memory: { ...emptyMemory, arrivals } });
    // 16 in 100 s, less four.
    const expected = forecastDemand(sight, aPolicy(), 100_000, NOW);
    expect(expected).toHaveLength(12);
    for (const { engine, enqueuedAt } of expected) {
      expect(engine).toBe('html');
      expect(enqueuedAt).toBeGreaterThan(NOW);
      expect(enqueuedAt).toBeLessThan(NOW + 100_000);
    }
  });
});
