import { describe, expect, it } from '@jest/globals';
import { PITFALLS } from '../conformance/pitfalls.ts';
import { runProgram } from '../conformance/program.ts';
import { MemoryStore } from './memory-store.ts';

/** Lives until the checker sees something; the count of seeds is what it needed at most, with room. */
async function firstViolation(mutate: (typeof PITFALLS)[string]): Promise<string | undefined> {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { found } = await runProgram(new MemoryStore(), { seed, steps: 60, faults: 0.05, mutate });
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

describe('a ledger that is broken in one place is found out:', () => {
  it.each(Object.entries(PITFALLS))('%s', async (_, mutate) => {
    expect(await firstViolation(mutate)).toMatch(/^(S|L)\d/);
  });
});
