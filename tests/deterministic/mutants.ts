/** Ledgers that are broken in one place, for the length of a hunt: a simulation that finds none of them proves nothing. */
import { type EventType, ENDED_JOB_STATES } from '@reelyard/contracts';
import { type Change, type Item, SEAT_TRANSITIONS, type Transition, TRANSITIONS } from '@reelyard/ledger';
import { withoutGuards } from '../model-check/mutate.ts';
import { alterTable, alterWrites } from './sabotage.ts';

export interface Mutant {
  readonly name: string;
  /** Properties that it may break, any of which finds it out. */
  readonly breaks: readonly string[];
  /** @returns mends it */
  sabotage(): () => void;
  /** A seed from which on a hunt does not take long. */
  readonly from: number;
}

const T = TRANSITIONS;
const CLAIMS: readonly Transition[] = [T.claimFirst, T.claim];
const COMMITS: readonly Transition[] = [T.commitLast, T.commitSegment, T.commitLastSegment];
const ENDS: readonly EventType[] = ENDED_JOB_STATES.map((state) => `job.${state}` as const);

const isDelivery = ({ key }: Change): boolean => key.sk.startsWith('D#');
const isFannedOut = ({ key, kind }: Change): boolean => key.sk.startsWith('E#') && kind === 'update';
const isEndOf = ({ sk, type }: Item): boolean => sk.startsWith('E#') && ENDS.includes(type as EventType);
const isFailedOnce = ({ sk, version, attempts }: Item): boolean =>
  sk.startsWith('D#') && version === 3 && attempts === 1;
const isFirstTry = ({ sk, version, attempts }: Item): boolean => sk.startsWith('D#') && version === 2 && attempts === 0;

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a commit that does not name its lease',
    breaks: ['S6', 'S7', 'S9', 'L3'],
    sabotage: () => alterTable(COMMITS, withoutGuards('task', 'epoch', 'owner', 'state')),
    from: 45,
  },
  {
    name: 'a claim of a task that another holds',
    breaks: ['S6', 'S7'],
    sabotage: () => alterTable(CLAIMS, withoutGuards('task', 'state', 'epoch')),
    from: 336,
  },
  {
    name: 'a seat that is taken while another holds it',
    breaks: ['S13'],
    sabotage: () => alterTable([SEAT_TRANSITIONS.take], withoutGuards('seat', 'leaseUntil', 'epoch')),
    from: 26,
  },
  {
    name: 'an event that leaves the index without its deliveries',
    breaks: ['L2'],
    sabotage: () =>
      alterWrites((changes) => (changes.some(isFannedOut) ? changes.filter((change) => !isDelivery(change)) : changes)),
    from: 1,
  },
  {
    name: 'an end that is not nominated to be told',
    breaks: ['L2'],
    sabotage: () => alterWrites((changes) => changes.map((change) => withoutNomination(change, isEndOf))),
    from: 1,
  },
  {
    name: 'a delivery that is forgotten when its first try has failed',
    breaks: ['L2'],
    sabotage: () => alterWrites((changes) => changes.map((change) => withoutNomination(change, isFailedOnce))),
    from: 1,
  },
  {
    name: 'a delivery that is in no index while it is tried for the first time',
    breaks: ['L2'],
    sabotage: () => alterWrites((changes) => changes.map((change) => withoutNomination(change, isFirstTry))),
    from: 1,
  },
];

function withoutNomination(change: Change, isIt: (item: Item) => boolean): Change {
  if (change.kind !== 'put' || !isIt(change.item)) return change;
  const item = { ...change.item };
  Reflect.deleteProperty(item, 'dispatchPk');
  Reflect.deleteProperty(item, 'dispatchSk');
  return { ...change, item };
}

export async function withMutant<T>({ sabotage }: Mutant, run: () => Promise<T>): Promise<T> {
  const mend = sabotage();
  try {
    return await run();
  } finally {
    mend();
  }
}
