import { describe, expect, it } from '@jest/globals';
import { hunt, isAsExpected } from './hunt.ts';
import { findMisfit, type Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

describe('mutants of sources', () => {
  it('are at least twenty, each with a name of its own', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
  });

  it.each(MUTANTS)('fit their source: $name', (mutant) => {
    expect(findMisfit(mutant)).toBeUndefined();
  });
});

/** One of each kind of suite that needs no farm: all of them by `node scripts/on-node22.mjs tests/mutants/main.ts`. */
const QUICK = [
  'a transaction of 101 writes',
  'the first page alone is read',
  'one artifact key for all epochs of a task',
];

describe('a hunt', () => {
  it.each(QUICK)(
    'finds out: %s',
    async (name) => {
      const mutant = MUTANTS.find((each) => each.name === name);
      expect(mutant && (await hunt(mutant))).toMatchObject({ kind: 'killed' });
    },
    300_000,
  );

  const harmless: Mutant = {
    name: 'a word of a comment',
    file: 'packages/ledger/src/dynamo/reader.ts',
    from: 'Above every character',
    to: 'Behind every character',
    suite: { file: 'packages/ledger/src/dynamo/reader.test.ts' },
  };

  it('tells a mutant that nothing can tell from production as a survivor, which nobody expected', async () => {
    const fate = await hunt(harmless);
    expect(fate).toEqual({ kind: 'survived' });
    expect(isAsExpected(harmless, fate)).toBe(false);
  }, 300_000);

  it('proves nothing by a suite that does not load the mutant', async () => {
    const suite = { file: 'render-agent/src/core/core.test.ts' };
    expect(await hunt({ ...harmless, suite })).toMatchObject({ kind: 'void' });
  }, 300_000);

  it('proves nothing by a mutant whose place is gone', async () => {
    expect(await hunt({ ...harmless, from: 'no such words' })).toMatchObject({ kind: 'void' });
  });
});
