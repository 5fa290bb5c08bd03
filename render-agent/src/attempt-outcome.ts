/** What an attempt made, and how it ended. */
import { type Artifact, type TaskFailure } from '@reelyard/contracts';

export type Made =
  | { kind: 'made'; artifacts: Artifact[] }
  /** `output`: the last lines of the engine. */
  | { kind: 'failed'; failure: TaskFailure; output?: readonly string[] };

export type AttemptOutcome =
  | { kind: 'done'; jobEnded: boolean; unblocked: boolean }
  | { kind: 'failed'; failure: TaskFailure }
  /** Ended from outside, see HeldTask.letGo; or the guard was lost at the commit. */
  | { kind: 'let-go' };
