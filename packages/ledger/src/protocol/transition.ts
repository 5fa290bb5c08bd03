/**
 * The shape of one row of the protocol. A transition says who makes it, between which states, and with which conditional writes;
 * `plan` fills in its parameters. Nothing else in this repository describes the protocol.
 */
import { type EventType, type JobState, type TaskState } from '@reelyard/contracts';
import { type Effect, type Guard } from './change.ts';

export type Actor = 'job server' | 'relay' | 'agent' | 'owner' | 'reaper' | 'sweeper';

/** Which row of the job's a template writes. */
export type Target = 'job' | 'task' | 'payload' | 'idempotency' | 'seat';

export type ChangeTemplate =
  | { readonly kind: 'check'; readonly target: Target; readonly guards: readonly Guard[] }
  | {
      readonly kind: 'update';
      readonly target: Target;
      readonly guards: readonly Guard[];
      readonly effects: readonly Effect[];
    }
  /** Puts the item or items of the parameter `from`; an absent parameter puts nothing where `optional`. */
  | {
      readonly kind: 'put';
      readonly target: Target;
      readonly from: string;
      readonly optional?: boolean;
      readonly guards: readonly Guard[];
    }
  /** Puts the event `evSeq + 1`; the job's own write moves `evSeq`, so the sequence has no gap and no double. */
  | { readonly kind: 'event'; readonly type: EventType };

export interface Transition {
  readonly id: string;
  /** Row of the table: T1…T14, or a seat's. */
  readonly row: string;
  readonly title: string;
  readonly who: readonly Actor[];
  readonly task?: { readonly from: readonly (TaskState | 'absent')[]; readonly to: TaskState };
  readonly job?: { readonly from: readonly (JobState | 'absent')[]; readonly to: JobState };
  readonly changes: readonly ChangeTemplate[];
}
