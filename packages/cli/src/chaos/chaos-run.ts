/** What a run is asked for, and what it brings home from the field. */
import { type Rest } from './audit.ts';
import { type Submitted } from './clients.ts';
import { type Wanted } from './scenario.ts';

export interface ChaosOptions extends Wanted {
  seed: number;
  /** Of farm, logs and histories; stays. */
  dir: string;
  say: (text: string) => void;
}

export interface Fought extends Submitted, Rest {
  open: string[];
  /** Ended, and the receiver of webhooks was never told. */
  untold: string[];
  counts: Record<string, number>;
  allEndedMs: number;
  serverBackMs: readonly number[];
}
