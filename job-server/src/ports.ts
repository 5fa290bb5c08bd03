/** What the job server needs of the world, as it says it itself. `adapters/` meets these; tests hand in fakes. */
import { type EngineManifest, type Lane } from '@reelyard/contracts';
import { type DueEmit, type Ledger } from '@reelyard/ledger';
import { type Clock, type IdPrefix, type Logger } from '@reelyard/runtime';

/** The part of the ledger that the routes use. */
export type JobStore = Pick<
  Ledger,
  | 'submit'
  | 'findReply'
  | 'cancel'
  | 'unblock'
  | 'voidTasks'
  | 'findJob'
  | 'findJobs'
  | 'findTasks'
  | 'listJobs'
  | 'listTasks'
  | 'listEvents'
  | 'getPayload'
  | 'findKey'
  | 'putKey'
  | 'changeKey'
  | 'listKeys'
  | 'createAsset'
  | 'findAsset'
  | 'findAssets'
  | 'listAssets'
  | 'updateAsset'
  | 'deleteAsset'
  | 'purgeAsset'
  | 'findScaler'
  | 'findWaiting'
  | 'ping'
  | 'saveTemplate'
  | 'findTemplate'
  | 'listTemplates'
  | 'findTemplateVersion'
  | 'deleteTemplate'
  | 'createEndpoint'
  | 'findEndpoint'
  | 'listEndpoints'
  | 'updateEndpoint'
  | 'deleteEndpoint'
  | 'listDeliveries'
  | 'findDelivery'
  | 'findJobWebhook'
  | 'settleDelivery'
  | 'createDelivery'
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
  | 'findHeldJobs'
  | 'listUsage'
  | 'findResults'
  | 'deleteResults'
>;

/** The part of the ledger that the loops use. */
export type LoopStore = Pick<
  Ledger,
  | 'markQueued'
  | 'reemit'
  | 'reap'
  | 'expire'
  | 'unblock'
  | 'voidTasks'
  | 'findDueEmits'
  | 'findWaiting'
  | 'findLeased'
  | 'findStaleQueued'
  | 'findOverdue'
  | 'findUnblockable'
  | 'findHeldQuotas'
  | 'admit'
  | 'findKey'
  | 'findEnded'
  | 'findJobs'
  | 'findJob'
  | 'listTasks'
  | 'countUsage'
  | 'findDuePurges'
  | 'markPurged'
  | 'findScaler'
>;

/** One doorbell to send: a task whose emit is due, with the trace of its job where that is known. */
export interface Bell extends DueEmit {
  traceparent?: string;
}

/** The lanes as queues. Faults: FarmError `queue-unavailable`. */
export interface LaneQueues {
  /** At most 10 bells of one lane. One flag per bell: true when the queue took it. */
  send(lane: Lane, bells: readonly Bell[]): Promise<boolean[]>;
  /** Messages in the lane, visible, in flight and delayed; approximate. */
  depth(lane: Lane): Promise<number>;
}

/** The artifact bucket. Faults: FarmError `storage-unavailable`. */
export interface Storage {
  /** `s3://<bucket>/<key>` */
  uri(key: string): string;
  exists(key: string): Promise<boolean>;
  signGet(key: string, seconds: number): Promise<string>;
  put(key: string, body: Buffer): Promise<void>;
  get(key: string): Promise<Buffer>;
  /** Also what is not there. */
  remove(key: string): Promise<void>;
  signPut(key: string, wanted: WantedUpload, seconds: number): Promise<SignedPut>;
}

export interface WantedUpload {
  contentType: string;
  /** What is of another length is refused. */
  bytes?: number;
  /** Hex; what has another digest is refused, and the digest is kept with the object. */
  sha256?: string;
}

export interface SignedPut {
  url: string;
  /** The client must send these with the PUT. */
  headers: Record<string, string>;
}

/** Wakes the scaler; returns when the call was taken, not when the tick ended. */
export interface ScalerDoor {
  invoke(): Promise<void>;
}

/** Engines that jobs may name, by name. */
export type EngineCatalog = ReadonlyMap<string, EngineManifest>;

/** Hears of accepted jobs, after the commit. Neither call may throw or wait. */
export interface AcceptListener {
  ring(bells: readonly Bell[]): void;
}

export interface Meter {
  count(name: string, lane?: Lane, by?: number): void;
  /** One of many durations; a fair sample of them is written. */
  time(name: string, ms: number): void;
}

export interface Surroundings {
  clock: Clock;
  log: Logger;
  newId(prefix: IdPrefix, now: number): string;
  random(): number;
}
