/** What became of a tick's decisions, and all that a tick has to tell. */
import { type Decision, type ForeignChange, type Plan, type Snapshot } from './core/index.ts';

export interface Outcome {
  decision: Decision;
  /** `dry-run`: decided and told, nothing else. */
  outcome: 'done' | 'overtaken' | 'failed' | 'dry-run';
}

export type Termination = Extract<Decision, { kind: 'terminate' }>;

export interface TickReport {
  plan: Plan;
  snapshot: Snapshot;
  foreign: readonly ForeignChange[];
  outcomes: readonly Outcome[];
  startedAt: number;
}
