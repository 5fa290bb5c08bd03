/** Everything one tick knows. Invariant: plain data, so that the same snapshot gives the same decision for ever. */
import { type Instance, type Lane } from '@reelyard/contracts';

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
  members: readonly MemberView[];
}

/** A look at a silent agent through SSM. */
export interface ProbeMemory {
  commandId: string;
  action: 'check' | 'restart';
  sentAt: number;
}

/** What a tick hands to the next one; kept in the scaler's row. */
export interface Memory {
  /** Instance id → since when it was seen idle. */
  idleSince: Readonly<Record<string, number>>;
  probes: Readonly<Record<string, ProbeMemory>>;
}

export interface Sight {
  kind: 'seen';
  at: number;
  waiting: readonly WaitingView[];
  groups: readonly GroupView[];
  instances: readonly Instance[];
  /** Owners of all leases, `<instance id>/<process start>`. */
  leaseOwners: readonly string[];
  memory: Memory;
}

export type Snapshot = Sight | { kind: 'blind'; at: number; because: string };

export const emptyMemory: Memory = { idleSince: {}, probes: {} };
