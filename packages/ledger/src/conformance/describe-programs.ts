/** Random programs with every order of calls that a seed can pick, lost requests and lost replies; each on the table and on a memory beside it. */
import { describe, expect, it } from '@jest/globals';
import { type ItemStore } from '../item-store.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { runProgram } from './program.ts';

export interface ProgramSuite {
  seeds: readonly number[];
  steps: number;
  /** Transitions that all seeds together have to make. */
  transitions: readonly string[];
}

export function describePrograms(name: string, makeStore: () => Promise<ItemStore>, suite: ProgramSuite): void {
  describe(`random farms on ${name}`, () => {
    const seen = new Set<string>();

    it.each(suite.seeds)(
      'hold every invariant and live as in memory (seed %i)',
      async (seed) => {
        const options = { seed, steps: suite.steps, faults: seed % 3 === 0 ? 0 : 0.08 };
        const result = await runProgram(await makeStore(), options);
        expect(result.found).toEqual([]);
        const twin = await runProgram(new MemoryStore(), options);
        expect(result.trace).toEqual(twin.trace);
        for (const transition of result.seen) seen.add(transition);
      },
      300_000,
    );

    it('make every transition: one that never happened proves nothing', () => {
      expect(suite.transitions.filter((id) => !seen.has(id))).toEqual([]);
    });
  });
}
