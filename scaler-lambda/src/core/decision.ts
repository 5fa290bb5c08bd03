/** A decision is a value that carries its reason; the shell applies it and logs it verbatim. */
import { type Lane } from '@reelyard/contracts';
import { type Memory } from './snapshot.ts';

interface OnInstance {
  pool: string;
  instance: string;
  because: string;
}

export type Decision =
  /** Desired capacity `to`, `by` more than now. */
  | { kind: 'grow'; pool: string; by: number; to: number; because: string }
  /** Directive back to `work`. */
  | ({ kind: 'unpark' } & OnInstance)
  | ({ kind: 'park' } & OnInstance)
  | ({ kind: 'drain' } & OnInstance)
  /** Only after the drain was acknowledged, or the bootstrap failed for good. */
  | ({ kind: 'terminate' } & OnInstance)
  /** Flagged, counts nothing: a boot that takes too long, or a directive that nobody acknowledged. */
  | ({ kind: 'suspect' } & OnInstance);

/** Why tasks wait. A closed set: clients see it. */
export const WAIT_REASONS = [
  'starting-soon',
  'capacity-booting',
  'pool-max',
  'farm-max',
  'boot-failures',
  'no-pool',
  'blind',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

export interface Waiting {
  count: number;
  code: WaitReason;
  because: string;
  /** Expected start of the first waiting task of the lane. */
  etaAt?: number;
  /** And of the last one that was laid. */
  lastEtaAt?: number;
}

export interface PoolCount {
  desired: number;
  pending: number;
  ready: number;
  busy: number;
  parked: number;
  draining: number;
  stuck: number;
}

export type Plan =
  | { kind: 'hold'; because: string }
  | {
      kind: 'act';
      because: string;
      decisions: readonly Decision[];
      /** Tasks that are due within a boot. */
      demand: number;
      pools: Readonly<Record<string, PoolCount>>;
      waiting: Readonly<Partial<Record<Lane, Waiting>>>;
      /** Machines that were wanted and not allowed. */
      unmet: Readonly<Partial<Record<WaitReason, number>>>;
      memory: Memory;
    };
