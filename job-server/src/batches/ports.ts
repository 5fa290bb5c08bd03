/** What batches need of the world. */
import { type Ledger } from '@reelyard/ledger';
import { type Clock, type IdPrefix, type Logger } from '@reelyard/runtime';
import { type EngineCatalog, type Meter, type Storage } from '../ports.ts';
import { type CommitPorts } from '../submit/commit-job.ts';
import { type AssetPorts } from '../submit/resolve-assets.ts';

export type BatchStore = Pick<
  Ledger,
  | 'createBatch'
  | 'findBatch'
  | 'listBatches'
  | 'updateBatch'
  | 'findDueBatches'
  | 'rejectRow'
  | 'listRows'
  | 'findLastRow'
  | 'saveTally'
  | 'listTallies'
  | 'cancel'
  | 'voidTasks'
  | 'findJobs'
  | 'findTemplate'
  | 'findTemplateVersion'
>;

export interface BatchPorts {
  readonly ledger: BatchStore;
  readonly storage: Storage;
  readonly engines: EngineCatalog;
  readonly commit: CommitPorts;
  readonly assets: AssetPorts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
  readonly newId: (prefix: IdPrefix, now: number) => string;
  /** A server that works on a batch says so within it, or is taken for dead. */
  readonly settings: { readonly leaseMs?: number | undefined };
  isDraining(): boolean;
}

export const leaseMsOf = ({ settings }: Pick<BatchPorts, 'settings'>): number => settings.leaseMs ?? 60_000;
/** Between two words of it, at most, while rows come: a cancel is heard then. */
export const renewMs = 2_000;
export const renewRows = 1_000;
/** Rows that are looked at, or submitted, at once. */
export const rowsAtOnce = 48;
