import { describe, expect, it } from '@jest/globals';
import { inEveryOrder, runQuotaLife } from '../conformance/index.ts';
import { createLedger } from '../create-ledger.ts';
import { type Guard } from '../protocol/change.ts';
import { MemoryStore } from './memory-store.ts';

const SEEDS = 120;
/** Every order of calls that a seed can pick, with lost requests and lost replies. */
function live(seed: number, forget?: (guard: Guard) => boolean) {
  const store = new MemoryStore();
  const { ledger, together } = inEveryOrder(store, seed, forget);
  return runQuotaLife(ledger, { seed, steps: 40, together, truth: createLedger(store) });
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
