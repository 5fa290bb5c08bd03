/** A decision is a value that carries its reason; the shell applies it and logs it verbatim. */
import { type Lane, type LaneWaiting as Waiting, type PoolCount, type WaitReason } from '@reelyard/contracts';
import { type Memory } from './snapshot.ts';

export { WAIT_REASONS, type WaitReason, type PoolCount } from '@reelyard/contracts';
export type { LaneWaiting as Waiting } from '@reelyard/contracts';

interface OnInstance {
  pool: string;
  instance: string;
  because: string;
}

export type Decision =
  /** Desired capacity `to`, `by` more than now. */
  | { kind: 'grow'; pool: string; by: number; to: number; because: string }
  /** Desired capacity to what stands: somebody else lowered it below, or the machines that it asks for cannot be had. */
  | { kind: 'restore'; pool: string; from: number; to: number; because: string }
  /** Directive back to `work`. */
  | ({ kind: 'unpark' } & OnInstance)
  | ({ kind: 'park' } & OnInstance)
  | ({ kind: 'drain' } & OnInstance)
  /** Only after the drain was acknowledged, or the bootstrap failed for good. */
  | ({ kind: 'terminate' } & OnInstance)
  /** Flagged, counts nothing: a boot that takes too long, or a directive that nobody acknowledged. */
  | ({ kind: 'suspect' } & OnInstance);

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
