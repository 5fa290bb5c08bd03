/**
 * The door of the ledger: what services may ask of the job and task state machines. Each write is one transition of
 * the table in `transitions.ts`; its docstring names the row (T1…T14). Expected outcomes are values, never errors.
 * Faults: FarmError `ledger-unavailable` (outcome unknown or not reached) and `ledger-throttled` (nothing written).
 * All instants are epoch milliseconds and are handed in: the ledger reads no clock.
 */
import {
  type AgentReport,
  type Artifact,
  type Instance,
  type Job,
  type JobError,
  type JobEvent,
  type JobPayload,
  type JobState,
  type KeyLimits,
  type KeyMode,
  type KeyScope,
  type Lane,
  type Task,
  type TaskFailure,
  type TaskPhase,
  type TaskProgress,
  type TaskRef,
} from '@reelyard/contracts';
import { type BatchLedger } from './batch-ledger.ts';
import { type AssetLedger } from './asset-ledger.ts';
import { type NewJob, type StoredReply, type SubmitOutcome } from './new-job.ts';
import { type Page } from './page.ts';
import { type QuotaLedger } from './quota-ledger.ts';
import { type UsageLedger } from './usage-ledger.ts';
import { type TemplateLedger } from './template-ledger.ts';
import { type WebhookLedger } from './webhook-ledger.ts';

export * from './batch-ledger.ts';
export * from './asset-ledger.ts';
export * from './new-job.ts';
export * from './page.ts';
export * from './quota-ledger.ts';
export * from './usage-ledger.ts';
export * from './template-ledger.ts';
export * from './webhook-ledger.ts';

/** The right of one agent to one task. Every later write of the agent names it. */
export interface Lease {
  ref: TaskRef;
  epoch: number;
  owner: string;
}

export type ClaimOutcome =
  | { kind: 'claimed'; lease: Lease; task: Task; job: Job }
  | { kind: 'refused'; because: 'unknown' | 'job-ended' | 'not-waiting' | 'not-before' | 'deadline' | 'agent-too-old' };

export type LeaseOutcome = { kind: 'held' } | { kind: 'lost' };

export type HeartbeatOutcome =
  /** `isJobUnread`: the beat is written, and whether the job is still active nobody could tell. */
  | { kind: 'held'; isJobUnread?: true }
  /** Guard lost: another epoch, or the task is at rest. */
  | { kind: 'lost' }
  /** Still leased but the job has ended (canceled, deadline, another task failed it). */
  | { kind: 'job-ended'; state: JobState };

export type CompleteOutcome =
  /** `jobEnded`: this commit made the job succeeded. `unblocked`: all render tasks done, assembly is due (T6b). */
  { kind: 'done'; jobEnded: boolean; unblocked: boolean } | { kind: 'lost' };

export type FailOutcome =
  | { kind: 'requeued'; notBefore: number; used: number; budget: number }
  | { kind: 'job-failed'; error: JobError }
  | { kind: 'lost' };

export type CancelOutcome = { kind: 'canceled'; job: Job } | { kind: 'already-ended'; job: Job } | { kind: 'unknown' };

/** A task as an index nominates it: enough to decide, never enough to write. */
export interface WaitingTask extends TaskRef {
  lane: Lane;
  state: 'pending' | 'queued';
  enqueuedAt: number;
  notBefore: number;
  deadlineAt: number;
  frames: number;
  pixels: number;
  engine: string;
}

export interface LeasedTask extends TaskRef {
  epoch: number;
  beat: number;
  owner: string;
  lane: Lane;
}

/** A task whose doorbell is due. */
export interface DueEmit extends TaskRef {
  lane: Lane;
  emitSeq: number;
  notBefore: number;
}

export interface JobFilter {
  tenant: string;
  states?: readonly JobState[];
  lane?: Lane;
  createdFrom?: number;
  createdTo?: number;
  /** Jobs of this batch, in the order of its rows. */
  batch?: string;
  /** Jobs made of this template. */
  template?: string;
  /** Jobs whose metadata has this very pair. */
  metadata?: { name: string; value: string };
  limit: number;
  cursor?: string;
}

export interface ApiKey {
  tenant: string;
  /** Public part, unique in the tenant. */
  id: string;
  /** SHA-256 of the secret, hex. */
  hash: string;
  name: string;
  /** What it may do; absent in rows from before there were scopes, which may render. */
  scope?: KeyScope;
  /** Absent: live. */
  mode?: KeyMode;
  /** Absent: the tenant's. */
  limits?: KeyLimits;
  createdAt: number;
  revokedAt?: number;
}

/** What may become of a key; its scope and its mode are for good. */
export interface KeyChange {
  name?: string;
  /** All of them; null: the tenant's again. */
  limits?: KeyLimits | null;
  revokedAt?: number;
}

export interface ScalerState {
  /** Fencing epoch of the lease. */
  epoch: number;
  owner: string;
  leaseUntil: number;
  /** True: no tick will come by itself soon, so an accept should kick. */
  asleep: boolean;
  estimates?: string;
  updatedAt: number;
}

export interface JobLedger {
  /** T1. */
  submit(job: NewJob, now: number): Promise<SubmitOutcome>;
  /** T2 for many at once, after their doorbells were sent. Those that moved on meanwhile are skipped. */
  markQueued(sent: readonly DueEmit[], now: number): Promise<{ queued: number; skipped: number }>;
  /** T3: nominate again what was emitted before the cut-off and is still queued. */
  reemit(task: TaskRef & { emitSeq: number }, emittedBefore: number, now: number): Promise<LeaseOutcome>;
  /** T4. The reply's job is as written; its payload is read by `getPayload`. */
  claim(ref: TaskRef, by: { owner: string; agentVersion: number; pool?: string }, now: number): Promise<ClaimOutcome>;
  /** Gives a claimed-ahead task back untouched: no budget is used (T7 without a counter). */
  release(lease: Lease, now: number): Promise<LeaseOutcome>;
  /** T5, then a consistent read of the job. */
  heartbeat(
    lease: Lease,
    beat: { beat: number; phase: TaskPhase; progress?: TaskProgress },
    now: number,
  ): Promise<HeartbeatOutcome>;
  /** T6. Of unknown outcome it re-reads: done with my epoch is success. */
  complete(lease: Lease, artifacts: readonly Artifact[], now: number): Promise<CompleteOutcome>;
  /** T6b. Safe to call at any time. */
  unblock(job: { tenant: string; job: string }, now: number): Promise<{ kind: 'unblocked' } | { kind: 'not-due' }>;
  /** T7 or T8, by the budgets. `jitter` is 0..1 from the caller's randomness. */
  fail(lease: Lease, failure: TaskFailure, jitter: number, now: number): Promise<FailOutcome>;
  /** T9 or T10: the caller saw epoch and beat unchanged for the lease time on its own monotonic clock. */
  reap(stale: LeasedTask, now: number): Promise<FailOutcome>;
  /** T11. */
  cancel(ref: { tenant: string; job: string }, now: number): Promise<CancelOutcome>;
  /** T12. */
  expire(ref: { tenant: string; job: string }, now: number): Promise<{ kind: 'expired' } | { kind: 'not-due' }>;
  /** T14 for every task of an ended job that is not at rest. */
  voidTasks(ref: { tenant: string; job: string }, now: number): Promise<{ voided: number }>;

  /** The reply that a key was given and the fingerprint of its body, until it expires. For a request that would be refused by now. */
  findReply(
    tenant: string,
    request: { key: string; route: string },
    now: number,
  ): Promise<{ fingerprint: string; reply: StoredReply } | undefined>;
  findJob(tenant: string, id: string): Promise<Job | undefined>;
  /** Many at once, in their order; 100 a call of the table. Consistent. */
  findJobs(refs: readonly { tenant: string; job: string }[]): Promise<(Job | undefined)[]>;
  listJobs(filter: JobFilter): Promise<Page<Job>>;
  /** All tasks of a job in order of n; consistent. */
  listTasks(job: string): Promise<Task[]>;
  findTask(ref: TaskRef): Promise<Task | undefined>;
  /** Many at once, in their order; 100 a call of the table. Consistent. */
  findTasks(refs: readonly TaskRef[]): Promise<(Task | undefined)[]>;
  getPayload(job: string): Promise<JobPayload>;
  listEvents(job: string, afterSeq?: number): Promise<JobEvent[]>;

  /** Due by `notBefore`, over all shards. */
  findDueEmits(now: number, limit: number): Promise<DueEmit[]>;
  /** Waiting tasks of a lane by deadline, over all shards. */
  findWaiting(lane: Lane, limit: number): Promise<WaitingTask[]>;
  /** How many that are, over all shards, without reading them. */
  countWaiting(lane: Lane): Promise<number>;
  findLeased(limit: number): Promise<LeasedTask[]>;
  /** Queued and last emitted before the cut-off (for T3). */
  findStaleQueued(lane: Lane, emittedBefore: number, limit: number): Promise<(TaskRef & { emitSeq: number })[]>;
  /** Waiting, blocked or leased tasks whose deadline passed, and tasks of ended jobs still in an index (for T12, T14). */
  findOverdue(now: number, limit: number): Promise<TaskRef[]>;
  /** Jobs whose segments are all done and whose assembly still waits for T6b: its committer died in between. */
  findUnblockable(limit: number): Promise<{ tenant: string; job: string }[]>;
}

export interface FleetLedger {
  /** Conditional create; false when the row exists. */
  createInstance(instance: Instance): Promise<boolean>;
  findInstance(pool: string, id: string): Promise<Instance | undefined>;
  listInstances(pool: string): Promise<Instance[]>;
  /** Scaler's write: conditional on `version`, which grows; false when another writer was first. */
  updateInstance(
    before: Instance,
    change: Partial<Pick<Instance, 'state' | 'boot' | 'directive' | 'type' | 'zone' | 'templateVersion'>>,
  ): Promise<boolean>;
  deleteInstance(pool: string, id: string): Promise<void>;
  /** Agent's write of its report; returns the row's directive in the same call. Creates nothing: undefined when no row. */
  reportAgent(pool: string, id: string, report: AgentReport): Promise<Instance | undefined>;
  /** Takes or renews the scaler's lease; undefined while another holds it. Epoch grows when the owner changes. */
  acquireScaler(owner: string, leaseMs: number, now: number): Promise<ScalerState | undefined>;
  /** Conditional on the epoch; false when fenced off. */
  saveScaler(state: ScalerState): Promise<boolean>;
  findScaler(): Promise<ScalerState | undefined>;
  /** Takes a free or expired seat of the engine's `seats`; undefined when none is free. */
  takeSeat(engine: string, seats: number, owner: string, leaseMs: number, now: number): Promise<SeatLease | undefined>;
  /** Seats of the engine that are held at the instant. */
  findSeats(engine: string, now: number): Promise<SeatLease[]>;
  renewSeat(seat: SeatLease, leaseMs: number, now: number): Promise<boolean>;
  returnSeat(seat: SeatLease): Promise<boolean>;
}

export interface SeatLease {
  engine: string;
  n: number;
  epoch: number;
  owner: string;
}

export interface TenantLedger {
  putKey(key: ApiKey): Promise<void>;
  /** In one write. The key as it is now: a revoked one changes no more. Undefined: there is none. */
  changeKey(tenant: string, id: string, change: KeyChange): Promise<ApiKey | undefined>;
  findKey(tenant: string, id: string): Promise<ApiKey | undefined>;
  listKeys(tenant: string): Promise<ApiKey[]>;
}

export interface Ledger
  extends
    JobLedger,
    FleetLedger,
    TenantLedger,
    WebhookLedger,
    TemplateLedger,
    AssetLedger,
    BatchLedger,
    QuotaLedger,
    UsageLedger {
  /** Resolves when the table answers; rejects with FarmError otherwise. */
  ping(): Promise<void>;
}
