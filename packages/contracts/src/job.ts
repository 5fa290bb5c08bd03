/** The single register that a client sees. Invariant: `state` leaves an ended state never. Instants are epoch milliseconds. */
import { type EventType, type FailureClass, type JobState, type Lane, type TaskKind } from './vocabulary.ts';

/** A file that a task published and a job or task points to. `key` is an S3 key in the artifact bucket. */
export interface Artifact {
  /** Name of the output: `video`, `poster`, `segment`, … */
  name: string;
  key: string;
  contentType: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  media?: { width?: number; height?: number; frames?: number; durationSeconds?: number };
}

export interface JobError {
  /** Closed set of codes for clients, e.g. `engine_failed`, `asset_unavailable`, `deadline_exceeded`, `poison_suspected`. */
  code: string;
  message: string;
  class?: FailureClass;
  /** JSON pointer into the submitted composition, when one value is to blame. */
  pointer?: string;
  /** Task that decided it. */
  task?: number;
}

export interface Job {
  tenant: string;
  /** `job_` + ULID. */
  id: string;
  state: JobState;
  lane: Lane;
  engine: string;
  tasksTotal: number;
  /** Render and assembly tasks that are done. */
  tasksDone: number;
  createdAt: number;
  notBefore: number;
  deadlineAt: number;
  startedAt?: number;
  endedAt?: number;
  artifacts?: Artifact[];
  error?: JobError;
  /** Sequence number of the last event; events are 1..evSeq without gaps. */
  evSeq: number;
  /** Grows with each write of the job item; the ETag. */
  version: number;
  metadata?: Record<string, string>;
  /** Set on a job that a retry created. */
  retryOf?: string;
  traceparent?: string;
  /** Made with a test key; absent: live. */
  mode?: 'test';
  /** The row of a batch that it was made of; from 1. */
  batch?: string;
  row?: number;
  /** The template that it was made of. */
  template?: string;
  templateVersion?: number;
  /** Its events go out to webhooks. */
  isTold?: true;
  /** Id of the key that submitted it; absent in rows from before usage was counted. */
  key?: string;
  /** Whose quota it counts against: the id of a key, or `-` for the tenant's. Absent: nobody's. */
  quota?: string;
  /** It waits for room in its quota; no index of tasks shows it. */
  isHeld?: true;
  /** Days that its results are kept after its end; absent: the environment's. */
  retentionDays?: number;
}

/** A task as the submit plans it. `n` counts from 0; with more than one render task the last one assembles. */
export interface PlannedTask {
  kind: TaskKind;
  range?: FrameRange;
  features: TaskFeatures;
}

export interface FrameRange {
  firstFrame: number;
  frameCount: number;
}

/** What the scaler estimates service time from. */
export interface TaskFeatures {
  engine: string;
  frames: number;
  /** Pixels of one frame. */
  pixels: number;
}

/** What the engine gets, stored beside the job (≤ 256 KiB of JSON). Exactly one of composition and project is set. */
export interface JobPayload {
  engine: string;
  composition?: unknown;
  project?: unknown;
}

export interface JobEvent {
  /** `evt_` + ULID. */
  id: string;
  job: string;
  tenant: string;
  seq: number;
  type: EventType;
  at: number;
  data: Record<string, unknown>;
}
