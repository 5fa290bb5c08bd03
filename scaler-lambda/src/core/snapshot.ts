/** Everything one tick knows. Invariant: plain data, so that the same snapshot gives the same decision for ever. */
import { type Instance, type Lane } from '@reelyard/contracts';
import { type Arrivals, noArrivals } from './arrivals.ts';
import { type Budget, noBudget } from './budget.ts';
import { type Estimates, noEstimates } from './estimates.ts';
import { type Gaps, noGaps } from './gaps.ts';

export interface WaitingView {
  job: string;
  n: number;
  lane: Lane;
  enqueuedAt: number;
  notBefore: number;
  deadlineAt: number;
  frames: number;
  /** Of one frame. */
  pixels: number;
  engine: string;
}

/** One instance as its Auto Scaling group (or the group's warm pool) lists it. */
export interface MemberView {
  id: string;
  /** `Pending`, `Pending:Wait`, `InService`, `Terminating:Wait`, `Warmed:Stopped`, … */
  lifecycle: string;
  type?: string;
  zone?: string;
  templateVersion?: string;
}

export interface GroupView {
  pool: string;
  desired: number;
  /** Of the warm pool too (`Warmed:…`). */
  members: readonly MemberView[];
  /** Version of the launch template that a new machine gets; an older one is outdated. */
  templateVersion?: string;
}

/** A look at a silent agent through SSM. */
export interface ProbeMemory {
  commandId: string;
  action: 'check' | 'restart';
  sentAt: number;
  /** Of the agent, when it was looked at last: a beat that moves is a sign of life on any clock. */
  beat?: number;
  /** When it was seen to have moved, by the scaler's clock. */
  beatAt?: number;
}

/** A (type, zone) of a pool that had no capacity: no launch is counted on there before `until`. */
export interface Cooling {
  pool: string;
  /** Absent: the whole pool, e.g. a quota. */
  type?: string;
  zone?: string;
  until: number;
  /** In a row; each doubles the next time. */
  failures: number;
  /** The account may not have more: no other place of the pool helps. */
  isQuota?: boolean;
  because: string;
}

/** Dollars of the day so far, as the ticks have counted them. */
export interface Spent {
  /** `YYYY-MM-DD` of UTC. */
  day: string;
  dollars: number;
  at: number;
}

/** Outdated machines on their way out, and what was bought in their place. */
export interface Rollout {
  /** Pool → machines that were bought and do not serve yet. */
  bought: Readonly<Record<string, number>>;
  /** Parked to be replaced: work does not call them back. */
  leaving: readonly string[];
}

/** What a tick hands to the next one; kept in the scaler's row. Plain data, and small: the row holds at most 400 KB. */
export interface Memory {
  probes: Readonly<Record<string, ProbeMemory>>;
  /** Service times by what the task looks like. */
  estimates: Estimates;
  /** How long each level of the fleet stayed unused between two uses. */
  gaps: Gaps;
  arrivals: Arrivals;
  budget: Budget;
  cooling: readonly Cooling[];
  spent?: Spent;
  /** Pool → desired capacity as we last wrote it: anything else was somebody else. */
  wrote: Readonly<Record<string, number>>;
  rollout?: Rollout;
  /** Pool → instant, by the clock of AWS, of the newest failed launch that was heard of. */
  heard?: Readonly<Record<string, number>>;
}

/** Seats of an engine as the ledger holds them. */
export interface SeatView {
  engine: string;
  held: number;
}

/** A launch that Auto Scaling reports as failed. */
export interface LaunchFailure {
  pool: string;
  at: number;
  /** `insufficient-capacity` cools one (type, zone), `quota` the pool, `other` nothing. */
  kind: 'insufficient-capacity' | 'quota' | 'other';
  type?: string;
  zone?: string;
  message: string;
}

/** What new machines install, by the parameters that say so. */
export interface Wanted {
  agentVersion?: number;
  engine?: { name: string; version: string };
  /** When one of the parameters was last written, epoch ms: earlier boots say nothing about what is installed now. */
  changedAt?: number;
}

export interface Sight {
  kind: 'seen';
  at: number;
  /** Exactly, at most 5,000 by deadline. */
  waiting: readonly WaitingView[];
  /** Waiting tasks beyond those, by lane. */
  beyond: Readonly<Partial<Record<Lane, number>>>;
  groups: readonly GroupView[];
  instances: readonly Instance[];
  /** Owners of all leases, `<instance id>/<process start>`. */
  leaseOwners: readonly string[];
  seats: readonly SeatView[];
  /** Since the last tick. */
  launchFailures: readonly LaunchFailure[];
  /** Absent: not known, so nothing is outdated by it. */
  wanted?: Wanted;
  memory: Memory;
}

export type Snapshot = Sight | { kind: 'blind'; at: number; because: string };

export const emptyMemory: Memory = {
  probes: {},
  estimates: noEstimates,
  gaps: noGaps,
  arrivals: noArrivals,
  budget: noBudget,
  cooling: [],
  wrote: {},
};
