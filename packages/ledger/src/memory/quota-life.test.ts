import { describe, expect, it } from '@jest/globals';
import { Interleaver } from '../conformance/interleaver.ts';
import { Dice, runQuotaLife } from '../conformance/index.ts';
import { createLedger } from '../create-ledger.ts';
import { type Change, type Guard } from '../protocol/change.ts';
import { MemoryStore } from './memory-store.ts';

const SEEDS = 120;
const blind = { saw: () => undefined, sawEach: () => undefined };

/** Every order of calls that a seed can pick, with lost requests and lost replies. */
function live(seed: number, forget: (guard: Guard) => boolean = () => false) {
  const { random } = new Dice(seed + 1_000_000);
  const without = (changes: readonly Change[]) => [
    changes.map((change) => ({ ...change, guards: change.guards.filter((guard) => !forget(guard)) })),
  ];
  const store = new MemoryStore();
  const faults = seed % 3 === 0 ? 0 : 0.1;
  const interleaver = new Interleaver(store, { random, witness: blind, faults, mutate: without });
  const together = (operations: readonly (() => Promise<void>)[]) => interleaver.run(operations);
  return runQuotaLife(createLedger(interleaver.store()), { seed, steps: 40, together, truth: createLedger(store) });
}

describe('a quota in lives of every order', () => {
  it('never has more jobs active than its limit, whoever lets them go', async () => {
    const seen: Record<string, number> = {};
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const life = await live(seed);
      expect({ seed, found: life.found }).toEqual({ seed, found: [] });
      for (const [what, times] of Object.entries(life.seen)) seen[what] = (seen[what] ?? 0) + times;
    }
    expect(Object.keys(seen).sort()).toEqual([
      'admitted',
      'canceled',
      'full',
      'full for the day',
      'moved',
      'nothing-held',
      'succeeded',
      'unknown',
      'used all its room',
    ]);
  });

  it('would have, if its row were written without its version', async () => {
    const isVersion = (guard: Guard) => 'field' in guard && guard.field === 'version';
    const found: string[] = [];
    for (let seed = 1; seed <= SEEDS && found.length === 0; seed += 1)
      found.push(...(await live(seed, isVersion)).found);
    expect(found[0]).toMatch(/^S18 \d jobs are active/);
  });
});
