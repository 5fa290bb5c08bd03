/** What is submitted, and what came of it (T1). Instants are epoch milliseconds. */
import {
  type EventType,
  type Job,
  type JobPayload,
  type JobWebhook,
  type Lane,
  type PlannedTask,
  type Task,
} from '@reelyard/contracts';

export interface NewJob {
  tenant: string;
  id: string;
  lane: Lane;
  payload: JobPayload;
  tasks: readonly PlannedTask[];
  notBefore: number;
  deadlineAt: number;
  minAgentVersion: number;
  metadata?: Record<string, string>;
  retryOf?: string;
  traceparent?: string;
  /** Made with a test key; absent: live. */
  mode?: 'test';
  /** What it was made of. */
  template?: { id: string; version: number };
  /** The row of a batch that it is made of, in place of an idempotency record: a row makes one job, whoever tries it how often. */
  row?: { batch: string; row: number; line?: number; fingerprint: string };
  /**
   * Events that somebody listens to as it is submitted, its own webhook included; absent or empty: nobody does. Its acceptance is dispatched when it is
   * among them, and whatever happens later when there is any: who listens by then is looked up then.
   */
  told?: readonly EventType[];
  /** One of its own; its events are among `told`. */
  webhook?: JobWebhook;
  /** Id of the key that submits it. */
  key?: string;
  /** It is held until its quota has room: the id of a key, or `-` for the tenant's. */
  quota?: string;
  retentionDays?: number;
  idempotency?: { key: string; route: string; fingerprint: string; reply: StoredReply; expiresAt: number };
}

/** Reply of a submit, kept byte for byte. */
export interface StoredReply {
  status: number;
  body: string;
  location: string;
}

export type SubmitOutcome =
  | { kind: 'accepted'; job: Job; tasks: Task[] }
  | { kind: 'replayed'; reply: StoredReply }
  /** Same key, other body. */
  | { kind: 'key-reused' };
