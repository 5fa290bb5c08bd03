/**
 * Usage and results of ended jobs at the door of the ledger. Invariant: an ended job is counted once, by the write that takes it out of the index
 * of those to be counted, and the same write says when its results are to go.
 */
import { type JobState, type KeyMode, type Lane } from '@reelyard/contracts';

export interface UsageRow {
  /** UTC: `2026-01-31`, the day on which the jobs ended. */
  day: string;
  lane: Lane;
  mode: KeyMode;
  /** Id of the key, `-` where it is not known. */
  key: string;
}

export interface UsageSums {
  succeeded: number;
  failed: number;
  canceled: number;
  /** Length of the video and audio that was delivered. */
  renderedMs: number;
  /** Time of instances under leases. */
  instanceMs: number;
  /** The part of it whose attempts came to nothing. */
  lostMs: number;
  /** Millionths of a dollar. */
  microUsd: number;
}

export interface EndedJob {
  tenant: string;
  job: string;
  state?: JobState;
}

/** What becomes of a job's results. */
export interface ResultsRow {
  tenant: string;
  job: string;
  /** From then on they are not shown any more. */
  expiresAt: number;
  /** Their owner deleted them. */
  deletedAt?: number;
  /** The objects are gone. */
  purgedAt?: number;
}

export interface UsageLedger {
  /** Ended jobs that were not counted yet, the oldest first. */
  findEnded(now: number, limit: number): Promise<EndedJob[]>;
  /**
   * Adds the sums of these jobs (at most 40) to their row and says when their results are to go. All or nothing; false when one of them was
   * counted already or another writer was first: look again.
   */
  countUsage(tenant: string, row: UsageRow, sums: UsageSums, jobs: readonly ResultsRow[]): Promise<boolean>;
  /** From one day to another, both included; at most `limit` rows. */
  listUsage(tenant: string, from: string, to: string, limit: number): Promise<(UsageRow & UsageSums)[]>;

  findResults(tenant: string, job: string): Promise<ResultsRow | undefined>;
  /** The results of an ended job are to go now; the first call counts. */
  deleteResults(results: ResultsRow, now: number): Promise<ResultsRow>;
  /** Results whose time is up and whose objects may be there. */
  findDuePurges(now: number, limit: number): Promise<{ tenant: string; job: string }[]>;
  /** The objects are gone. */
  markPurged(tenant: string, job: string, now: number): Promise<void>;
}
