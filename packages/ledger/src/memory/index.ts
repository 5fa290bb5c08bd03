/** Door `@reelyard/ledger/memory`: the ledger without a table, for tests and models. It forgets all when its process ends. */
import { createLedger, type LedgerOptions } from '../create-ledger.ts';
import { type Ledger } from '../ledger.ts';
import { MemoryStore } from './memory-store.ts';

export { MemoryStore, type MemoryStoreOptions } from './memory-store.ts';

export function createMemoryLedger(options: LedgerOptions & { store?: MemoryStore } = {}): Ledger {
  return createLedger(options.store ?? new MemoryStore(), options);
}
