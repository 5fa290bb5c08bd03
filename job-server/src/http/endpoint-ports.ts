/** What routes are made from. */
import { type AddressGuard, type Clock, type IdPrefix, type Logger } from '@reelyard/runtime';
import { type FindOutlook } from '../lane-outlook.ts';
import { type AcceptListener, type EngineCatalog, type JobStore, type Meter, type Storage } from '../ports.ts';
import { type Repair } from '../repair.ts';
import { type CommitPorts } from '../submit/commit-job.ts';
import { type JobWatch } from '../watch/job-watch.ts';
import { type AssetPorts } from '../submit/resolve-assets.ts';
import { type Audience } from '../webhooks/audience.ts';
import { type Receiver } from '../webhooks/ports.ts';

export interface WebhookDoor {
  readonly guard: Pick<AddressGuard, 'check'>;
  readonly audience: Audience;
  readonly receiver: Receiver;
  /** Something may be due. */
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
  readonly newId?: (prefix: IdPrefix, now: number) => string;
  /** Of the whole server, which ends it; absent: its own. */
  readonly watch?: JobWatch;
  isDraining(): boolean;
}

export interface AppSettings {
  /** Proxies between the client and this server whose headers are believed. */
  readonly trustedProxies: number;
  readonly fetchAllow: ReadonlySet<string>;
  readonly minAgentVersion: number;
}

/** And what this server makes of it, once, for all routes. */
export interface EndpointPorts extends Omit<AppPorts, 'newId' | 'watch'> {
  readonly newId: (prefix: IdPrefix, now: number) => string;
  readonly settings: AppSettings;
  readonly commit: CommitPorts;
  readonly assets: AssetPorts;
  readonly findOutlook: FindOutlook;
  readonly watch: JobWatch;
  readonly webhooks: WebhookDoor;
  /** Ends a revoked key on this server at once; on others within a minute. */
  forgetKey(tenant: string, id: string): void;
  /** The OpenAPI document as JSON. */
  describe(): string;
}
