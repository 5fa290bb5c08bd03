import { beforeAll, describe, expect, it } from '@jest/globals';
import { type FreezeFigures, missesOf, planFreezes, runFreezeBench } from '../bench/freeze.ts';
import { PHASES } from '../bench/freeze/phases.ts';

/** One in each phase; `npm run bench -- freeze` does it 200 times. */
describe('machines that stand still for longer than their lease, one in each phase of an attempt, and wake', () => {
  let figures: FreezeFigures;
  beforeAll(async () => {
    figures = await runFreezeBench({ freezes: PHASES.length, agents: 7, atOnce: 4, say: () => undefined });
  });

  it('have all been frozen past their lease, in every phase', () => {
    expect(figures.failures).toEqual([]);
    expect(figures.phases).toEqual(Object.fromEntries(PHASES.map((phase) => [phase, 1])));
  });

  it('publish nothing of what they made under the lease that they lost', () => {
    expect(figures).toMatchObject({ stalePublications: 0, believedDone: 0 });
  });

  it('leave no engine behind that renders for nobody', () => {
    expect(figures.enginesThatOutlived).toBe(0);
  });

  it('cost no job its success, and break no promise of the protocol', () => {
    expect(figures.notSucceeded).toBe(0);
    expect(figures.invariants).toMatchObject({ ok: true, violations: [], missing: [] });
  });
});

describe('a plan of 200 freezes', () => {
  const planned = planFreezes(200);

  it('meets each phase as often, with the engine frozen and running on, and with the other render under way and over', () => {
    for (const phase of PHASES) {
      const each = planned.filter((freeze) => freeze.phase === phase);
      expect(each).toHaveLength(25);
      expect(new Set(each.map(({ scope, wakes }) => `${scope}, ${wakes}`)).size).toBe(4);
    }
  });

  it('fails when a phase was never hit', () => {
    const invariants = { ok: true, lines: 1, violated: {}, violations: [], missing: [] };
    const phases = { ...Object.fromEntries(PHASES.map((phase) => [phase, 25])), seat: 0 };
    const figures = { freezes: 200, phases, stalePublications: 0, uploadsOfLostLeases: 1, believedDone: 0, invariants };
    const misses = missesOf({ ...figures, enginesThatOutlived: 0, notSucceeded: 0 } as unknown as FreezeFigures, 200);
    expect(misses).toEqual(['phases.seat is 0, at least 1 is wanted']);
  });
});
