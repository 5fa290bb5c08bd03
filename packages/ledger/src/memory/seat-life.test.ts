import { describe, expect, it } from '@jest/globals';
import { inEveryOrder, runSeatLife, type SeatLifeOptions } from '../conformance/index.ts';
import { type Guard } from '../protocol/change.ts';
import { MemoryStore } from './memory-store.ts';

const SEEDS = 300;
/** Every order of calls that a seed can pick, with lost requests and lost replies. */
function live(seed: number, more: Partial<SeatLifeOptions> = {}, forget?: (guard: Guard) => boolean) {
  const { ledger, together } = inEveryOrder(new MemoryStore(), seed, forget);
  return runSeatLife(ledger, { seed, steps: 60, together, ...more });
}

async function firstViolation(...of: Parameters<typeof live> extends [number, ...infer Rest] ? Rest : never) {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const [found] = (await live(seed, ...of)).found;
    if (found !== undefined) return found;
  }
  return undefined;
}

const names = (field: string) => (guard: Guard) => 'field' in guard && guard.field === field;

describe('seats in lives of every order', () => {
  it('are never used by more agents than there are', async () => {
    const seen: Record<string, number> = {};
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const life = await live(seed);
      expect({ seed, found: life.found }).toEqual({ seed, found: [] });
      for (const [what, times] of Object.entries(life.seen)) seen[what] = (seen[what] ?? 0) + times;
    }
    expect(Object.keys(seen).sort()).toEqual([
      'a late renewal',
      'a late return',
      'died',
      'found none free',
      'gave its seat back',
      'renewed',
      'renewed in vain',
      'stopped by its own clock',
      'took a fresh seat',
      'took a seat that had been used',
      'used every seat',
    ]);
  });

  it('would be, if an agent trusted its seat for the whole lease', async () => {
    expect(await firstViolation({ trust: 1 })).toMatch(/^S13/);
  });

  it('would be, if a row were written without its epoch', async () => {
    expect(await firstViolation({}, names('epoch'))).toMatch(/^S13/);
  });

  it('would be, if a seat could be taken or shortened without regard to its lease', async () => {
    const isLease = (guard: Guard) =>
      names('leaseUntil')(guard) || ('of' in guard && guard.of.some(names('leaseUntil')));
    expect(await firstViolation({}, isLease)).toMatch(/^S13/);
  });
});
