/**
 * Quotas of jobs at the door of the ledger. Invariants: a job of a quota waits in it until it is admitted; of the admitted ones no more than the
 * quota's limit are active at any instant, and no more than its daily number were admitted on a day, whoever admits and however many do.
 */
import { type Lane } from '@reelyard/contracts';

export interface QuotaRef {
  tenant: string;
  /** Id of a key, or `-` for what the tenant's keys share. */
  quota: string;
}

/** Absent: no limit of that kind. */
export interface JobLimits {
  concurrentJobs?: number | undefined;
  /** Admitted on one day of UTC. */
  jobsPerDay?: number | undefined;
}

export interface AdmittedTask {
  tenant: string;
  job: string;
  n: number;
  lane: Lane;
  emitSeq: number;
  notBefore: number;
  traceparent?: string;
}

export type AdmitOutcome =
  /** `isMore`: there was room for more than one write holds. */
  | { kind: 'admitted'; jobs: number; tasks: AdmittedTask[]; isMore: boolean }
  /** `until`: the day's number is used up. */
  | { kind: 'full'; until?: number }
  /** None is held, or none of them may start yet. */
  | { kind: 'nothing-held' }
  /** Another server admitted in between; look again. */
  | { kind: 'moved' };

export interface QuotaLedger {
  /** Quotas with held jobs, in the order of the index. */
  findHeldQuotas(limit: number): Promise<QuotaRef[]>;
  /** T15 for as many of the quota's held jobs as there is room for, the first first; at most one write. */
  admit(quota: QuotaRef, limits: JobLimits, now: number): Promise<AdmitOutcome>;
  /** Ids of the quota's held jobs in the order in which they are let go, those with a later `notBefore` behind; eventually consistent. */
  findHeldJobs(quota: QuotaRef, limit: number): Promise<string[]>;
  /** How many of the quota were admitted on the day of this instant. */
  countAdmitted(quota: QuotaRef, now: number): Promise<number>;
}
