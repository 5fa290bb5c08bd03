import { describe, expect, it } from '@jest/globals';
import { createMemoryLedger, MemoryStore } from './memory/index.ts';
import { type Change } from './protocol/change.ts';

/** A table that forgets one guard. */
class Forgetful extends MemoryStore {
  readonly #field: string;
  constructor(field: string) {
    super();
    this.#field = field;
  }
  override apply(changes: readonly Change[]): ReturnType<MemoryStore['apply']> {
    const kept = changes.map((change) => ({
      ...change,
      guards: change.guards.filter((guard) => !('field' in guard) || guard.field !== this.#field),
    }));
    return super.apply(kept);
  }
}

/** i-1 falls silent, i-1 comes back with another seat, and then the first return arrives: how many may render now? */
async function holders(store: MemoryStore): Promise<number> {
  const ledger = createMemoryLedger({ store });
  const first = await ledger.takeSeat('pro', 1, 'i-1/1', 10, 0);
  const second = await ledger.takeSeat('pro', 1, 'i-1/1', 10, 10);
  if (first) await ledger.returnSeat(first);
  const third = await ledger.takeSeat('pro', 1, 'i-2/1', 10, 11);
  return [second, third].filter((seat) => seat !== undefined).length;
}

describe('a seat', () => {
  it('is held by one', async () => {
    expect(await holders(new MemoryStore())).toBe(1);
  });

  it('released without its epoch would be held by two', async () => {
    expect(await holders(new Forgetful('epoch'))).toBe(2);
  });
});
