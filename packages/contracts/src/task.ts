/** What one agent leases. Invariant: only the holder of the current epoch writes a leased task. */
import { type Artifact, type FrameRange, type TaskFeatures } from './job.ts';
import { type FailureClass, type Lane, type TaskKind, type TaskPhase, type TaskState } from './vocabulary.ts';

export interface TaskRef {
  tenant: string;
  job: string;
  n: number;
}

/** Runs of this task that each failure class has used up; `leaseLostOwners` keeps losses on distinct instances apart. */
export interface TaskCounters {
  engine: number;
  infra: number;
  asset: number;
  license: number;
  leaseLost: number;
}

/** Time under leases, each from its claim to its end. */
export interface TaskSpent {
  /** Empty: an agent that did not say. */
  pool: string;
  ms: number;
  /** The part of `ms` whose attempts came to nothing: failed, lost, given back or overtaken by the end of the job. */
  lostMs: number;
}

export interface TaskProgress {
  /** 0..1 of this task. */
  fraction: number;
  frame?: number;
  frames?: number;
}

export interface Task extends TaskRef {
  kind: TaskKind;
  state: TaskState;
  lane: Lane;
  /** Fencing token: grows by one with each claim. 0 before the first. */
  epoch: number;
  /** `<instance id>/<process start>`; present only while leased. */
  owner?: string;
  /** Grows with each heartbeat of the current epoch. */
  beat: number;
  phase?: TaskPhase;
  progress?: TaskProgress;
  counters: TaskCounters;
  /** Instances that fell silent while they held this task, each once. */
  leaseLostOwners: string[];
  /** Since when the task has waited for a seat without a break. */
  licenseWaitSince?: number;
  notBefore: number;
  deadlineAt: number;
  createdAt: number;
  needsEmit: boolean;
  emitSeq: number;
  /** Instant of the last doorbell. */
  emittedAt?: number;
  leasedAt?: number;
  /** Pool of the instance that holds the lease. */
  pool?: string;
  /** What its attempts have taken so far, by pool; the one that runs is not in it. */
  spent?: TaskSpent[];
  endedAt?: number;
  minAgentVersion: number;
  range?: FrameRange;
  features: TaskFeatures;
  artifacts?: Artifact[];
  lastError?: { class: FailureClass | 'lease-lost'; code: string; message: string; at: number };
}

/** A failed run as the agent reports it. */
export interface TaskFailure {
  class: FailureClass;
  /** Closed set for clients, see JobError.code. */
  code: string;
  message: string;
  pointer?: string;
  /** Origin's Retry-After, for the asset class. */
  retryAfterMs?: number;
}
