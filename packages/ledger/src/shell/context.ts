/** What every operation of the ledger gets. Randomness is a port; time is an argument of each call. */
import { type ItemStore } from '../item-store.ts';

export interface LedgerContext {
  readonly store: ItemStore;
  readonly newEventId: (now: number) => string;
  readonly retryBackoffMs: number;
}
