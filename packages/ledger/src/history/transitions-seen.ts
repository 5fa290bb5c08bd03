/** Which row of the protocol an answered operation was. What never happened in a run was not proved by it. */
import { type Told } from './law.ts';

export const TRANSITION_ROWS = [
  'T1',
  'T2',
  'T3',
  'T4',
  'T5',
  'T6',
  'T6b',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
  'T12',
  'T13',
  'T14',
  'T15',
] as const;
export type TransitionRow = (typeof TRANSITION_ROWS)[number];

const always: Readonly<Record<string, TransitionRow>> = {
  reemit: 'T3',
  claim: 'T4',
  heartbeat: 'T5',
  complete: 'T6',
  unblock: 'T6b',
  release: 'T7',
  cancel: 'T11',
  expire: 'T12',
  admit: 'T15',
};

/** @param answer of phase ok */
export function rowOf(asked: Told, answer: Told): TransitionRow | undefined {
  switch (asked.op) {
    case 'submit':
      if (answer['outcome'] !== 'accepted') return undefined;
      return asked['retryOf'] === undefined ? 'T1' : 'T13';
    case 'markQueued':
      return Number(answer['queued']) > 0 ? 'T2' : undefined;
    case 'voidTasks':
      return Number(answer['voided']) > 0 ? 'T14' : undefined;
    case 'fail':
      return answer['outcome'] === 'requeued' ? 'T7' : 'T8';
    case 'reap':
      return answer['outcome'] === 'requeued' ? 'T9' : 'T10';
    default:
      return always[asked.op];
  }
}
