/**
 * The job and task state machines as data: rows T1…T14 of the protocol (docs/reference/ledger.md is rendered from this file).
 * T13, redrive, is T1 of a child job: ended states are never left, so it has no row of its own.
 *
 * An item is in an index exactly while it carries the index's keys: every way into a state sets them, every way out removes them.
 */
import { type Transition } from './protocol/transition.ts';
import { LEASE_TRANSITIONS } from './transitions/lease.ts';
import { OUTCOME_TRANSITIONS } from './transitions/outcome.ts';
import { WAITING_TRANSITIONS } from './transitions/waiting.ts';

export const TRANSITIONS = {
  ...WAITING_TRANSITIONS,
  ...LEASE_TRANSITIONS,
  ...OUTCOME_TRANSITIONS,
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;
