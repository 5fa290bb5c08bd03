/** What the canary needs of the world. The farm is seen as a client sees it, but for the one look whether it sleeps. */
import { type Instance } from '@reelyard/contracts';
import { type Clock, type Metric } from '@reelyard/runtime';
import { type Body, type JobSight } from './core/index.ts';
import { type CanaryLog } from './log-events.ts';

/** `unreachable`: nobody answered, or somebody asked to come again. `refused`: asking again would not help. */
export type Answer<T> = { kind: 'answered'; value: T } | { kind: 'refused' | 'unreachable'; because: string };

export interface Api {
  /** @throws FarmError `config-invalid` that names the command which makes the key */
  authorize(): Promise<void>;
  /** The same key is the same job. */
  submit(idempotencyKey: string): Promise<Answer<JobSight>>;
  find(jobId: string): Promise<Answer<JobSight>>;
  cancel(jobId: string): Promise<Answer<JobSight>>;
  /** The file behind the URL of an artifact. */
  fetch(url: string): Promise<Answer<Body>>;
}

export interface Limits {
  /** All of a run. */
  budgetMs: number;
  /** Of it, how long an API that does not answer is asked to take the job. */
  submitMs: number;
  pollMs: number;
}

export interface Canary {
  /** Rows of every pool; read, never written. */
  listInstances(): Promise<readonly Instance[]>;
  api: Api;
  clock: Clock;
  log: CanaryLog;
  /** @param at epoch milliseconds */
  measure(metrics: readonly Metric[], at: number, properties: Readonly<Record<string, unknown>>): void;
}
