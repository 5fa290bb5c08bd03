/** What routes are made from. */
import { type AddressGuard, type Clock, type IdPrefix, type Logger } from '@reelyard/runtime';
import { type MediaProber, type MediaStore } from '../assets/ports.ts';
import { type Uploads } from '../assets/uploads.ts';
import { type KeyLimits } from '@reelyard/contracts';
import { type Prices } from '../core/cost.ts';
import { type FindOutlook } from '../lane-outlook.ts';
import { type LookPorts } from '../watch/look.ts';
import { type AcceptListener, type EngineCatalog, type JobStore, type Meter, type Storage } from '../ports.ts';
import { type Repair } from '../repair.ts';
import { type CommitPorts } from '../submit/commit-job.ts';
import { type JobWatch } from '../watch/job-watch.ts';
import { type AssetPorts } from '../submit/resolve-assets.ts';
import { type Slots } from './slots.ts';
import { type Audience } from '../webhooks/audience.ts';
import { type Receiver } from '../webhooks/ports.ts';

export interface WebhookDoor {
  readonly guard: Pick<AddressGuard, 'check'>;
  readonly audience: Audience;
  readonly receiver: Receiver;
  /** Something may be due. */
  wake(): void;
}

/** Objects of assets, and who looks into them. */
export interface MediaPorts {
  readonly store: MediaStore;
  readonly prober: Pick<MediaProber, 'probe'>;
  /** An asset is to be fetched. */
  wake(): void;
}

/** The world outside. */
export interface AppPorts {
  readonly ledger: JobStore;
  readonly storage: Storage;
  readonly engines: EngineCatalog;
  readonly clock: Clock;
  readonly log: Logger;
  readonly listener: AcceptListener;
  readonly meter: Meter;
  readonly repair: Repair;
  readonly webhooks: Omit<WebhookDoor, 'guard'>;
  readonly media: MediaPorts;
  readonly newId?: (prefix: IdPrefix, now: number) => string;
  /** Work on a batch may be due; absent: nobody is woken, and the loop looks by itself. */
  readonly wakeBatches?: () => void;
  /** A job was accepted that waits for room in its quota; absent: the loop looks by itself. */
  readonly wakeQuotas?: () => void;
  /** Results are to be deleted; absent: the loop looks by itself. */
  readonly wakePurge?: () => void;
  /** Of the whole server, which ends it; absent: its own. */
  readonly watch?: JobWatch;
  isDraining(): boolean;
}

export interface AppSettings {
  /** Proxies between the client and this server whose headers are believed. */
  readonly trustedProxies: number;
  readonly fetchAllow: ReadonlySet<string>;
  readonly minAgentVersion: number;
  /** After which a server that works on a batch is taken for dead; a minute where it is not set. */
  readonly leaseMs?: number;
  /** Of keys that have none of their own; absent: none. */
  readonly limits?: KeyLimits;
  /** USD an hour by pool. */
  readonly prices?: Prices;
  /** Longest that results are kept. */
  readonly retentionDays?: number;
  /** What the scaler estimates from until it has learned. */
  readonly taskPrior?: { readonly overheadMs: number; readonly megapixelFrameMs: number };
}

/** And what this server makes of it, once, for all routes. */
export interface EndpointPorts extends Omit<AppPorts, 'newId' | 'watch' | 'wakeBatches' | 'wakeQuotas' | 'wakePurge'> {
  readonly newId: (prefix: IdPrefix, now: number) => string;
  readonly settings: AppSettings;
  readonly commit: CommitPorts;
  readonly assets: AssetPorts;
  readonly findOutlook: FindOutlook;
  readonly watch: JobWatch;
  readonly webhooks: WebhookDoor;
  readonly media: MediaPorts & { readonly uploads: Uploads };
  /** Ends a revoked key on this server at once; on others within a minute. */
  forgetKey(tenant: string, id: string): void;
  /** Work on a batch may be due. */
  wakeBatches(): void;
  /** Results are to be deleted. */
  wakePurge(): void;
  readonly look: LookPorts;
  /** Batches that this server reads at once. */
  readonly batchSlots: Slots;
  /** The OpenAPI document as JSON. */
  describe(): string;
}
