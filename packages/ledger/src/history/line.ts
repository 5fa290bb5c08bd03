/**
 * One line of a history: what one process asked of the farm's state, or what it was answered. An operation is two lines with one
 * `call`: `invoke` before anything was sent, and how it ended. Without an end its outcome is unknown, as with `unknown`.
 */
export const PHASES = ['invoke', 'ok', 'fail', 'unknown', 'note'] as const;

/** `fail`: it surely had no effect. `unknown`: nobody can say. `note`: a fact without duration, such as an injected fault. */
export type Phase = (typeof PHASES)[number];

export interface HistoryRef {
  tenant: string;
  job: string;
  /** Task; absent for the job as a whole. */
  n?: number;
}

/** What a line says beyond when, who and what: docs/reference/history.md lists the fields of each operation. */
export interface HistoryFacts {
  ref?: HistoryRef;
  epoch?: number;
  /** `<instance id>/<process start>`. */
  owner?: string;
  [field: string]: unknown;
}

export interface HistoryLine extends HistoryFacts {
  /** Epoch milliseconds with microseconds as decimals. */
  at: number;
  /** Unique to one life of one process. */
  process: string;
  op: string;
  phase: Phase;
  /** Of this process; absent for notes. */
  call?: number;
}

/** @returns the line, or a sentence naming what is wrong with it. */
export function parseLine(text: string): HistoryLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not a JSON object';
  const { at, process, op, phase, call } = value as Record<string, unknown>;
  if (typeof at !== 'number') return 'at is not a number of milliseconds';
  if (typeof process !== 'string' || typeof op !== 'string') return 'process and op are not both text';
  if (!PHASES.includes(phase as Phase)) return `phase is not one of ${PHASES.join(', ')}`;
  if (phase !== 'note' && typeof call !== 'number') return 'call is not a number';
  return value as HistoryLine;
}
