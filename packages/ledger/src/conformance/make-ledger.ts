/** What each theme of the suite starts from. */
import { type Ledger } from '../ledger.ts';

/** A ledger over an empty table of its own. */
export type MakeLedger = () => Promise<Ledger>;
