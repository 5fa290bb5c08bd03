/**
 * What a law sees of a history. Lines come in order of time, so what was answered before a call was asked surely came first, and
 * of calls under way at the same time nobody can say. A law alarms only on what is sure.
 */
import { type HistoryLine } from './line.ts';

/** A line and where it stands: `<file>:<line>`. */
export interface Told extends HistoryLine {
  place: string;
}

export interface Call {
  asked: Told;
}

export interface Violation {
  /** `S1` … `L1`. */
  invariant: string;
  because: string;
  /** Places of the lines that prove it, the deciding one last. */
  lines: string[];
}

export type Blame = (invariant: string, because: string, ...lines: readonly (Mark | undefined)[]) => void;

export interface Law {
  asked?(call: Call): void;
  /** `answer.phase` is ok, fail or unknown. */
  answered?(call: Call, answer: Told): void;
  noted?(note: Told): void;
  /** The job rests, and no call of it is open: what it takes to judge a straggler is kept, the rest is let go. `job` is `<tenant>/<id>`. */
  rested?(job: string): void;
  finish?(): void;
}

/** The job of a line, under its tenant: ids of others are other jobs. */
export function jobOf({ ref }: HistoryLine): string | undefined {
  return ref && `${ref.tenant}/${ref.job}`;
}

export function taskOf({ ref }: HistoryLine): string | undefined {
  return ref?.n === undefined ? undefined : `${ref.tenant}/${ref.job}/${ref.n}`;
}

/** Value of the key, made where it is missing. */
export function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** What a law keeps of a line: lines themselves are many. */
export interface Mark {
  place: string;
}

export const markOf = ({ place }: Told): Mark => ({ place });
