/**
 * The protocol under check: the very table that production executes, or what a mutant made of it. Writes are planned by production's
 * `plan`; nothing here says what a transition does.
 */
import {
  type Change,
  type Params,
  plan,
  SEAT_TRANSITIONS,
  type Transition,
  type TransitionName,
  TRANSITIONS,
} from '@reelyard/ledger';

export type Table = Readonly<Record<TransitionName, Transition>>;
export type SeatTable = Readonly<Record<keyof typeof SEAT_TRANSITIONS, Transition>>;

export interface Protocol {
  readonly table: Table;
  readonly seats: SeatTable;
  /** What a broken ledger would send instead of the planned changes; several lists are several writes. */
  readonly send?: (changes: readonly Change[]) => readonly (readonly Change[])[];
  /** Name of what an epoch publishes. Absent: production's. */
  readonly artifactKey?: (owner: string, epoch: number) => string;
  /** Uploads replace what is there, as S3 does without `If-None-Match`. */
  readonly overwrites?: true;
  /** Share of a seat's lease for which its holder trusts it. Absent: production's. */
  readonly trust?: number;
}

export const PRODUCTION: Protocol = { table: TRANSITIONS, seats: SEAT_TRANSITIONS };

/** Writes that this plan is sent as: one, unless a mutant splits it. */
export function partsOf(protocol: Protocol, transition: Transition, params: Params): readonly (readonly Change[])[] {
  const changes = plan(transition, params);
  const parts = protocol.send?.(changes) ?? [changes];
  return parts.filter((part) => part.length > 0);
}

const NAMES = new Map<Transition, TransitionName>(
  (Object.entries(TRANSITIONS) as [TransitionName, Transition][]).map(([name, transition]) => [transition, name]),
);

export function nameOf(transition: Transition): TransitionName {
  const name = NAMES.get(transition);
  if (!name) throw new TypeError(`${transition.id} is not of the table`);
  return name;
}
