/** Ledgers that are broken in one place, for the length of a hunt: a simulation that finds none of them proves nothing. */
import { SEAT_TRANSITIONS, type Transition, TRANSITIONS } from '@reelyard/ledger';
import { withoutEffects, withoutGuards } from '../model-check/mutate.ts';

type Mutation = (transition: Transition) => Transition;

export interface Mutant {
  readonly name: string;
  /** Properties that it may break, any of which finds it out. */
  readonly breaks: readonly string[];
  readonly transitions: readonly Transition[];
  readonly mutation: Mutation;
  /** A seed from which on a hunt does not take long. */
  readonly from: number;
}

const T = TRANSITIONS;
const CLAIMS: readonly Transition[] = [T.claimFirst, T.claim];
const COMMITS: readonly Transition[] = [T.commitLast, T.commitSegment, T.commitLastSegment];

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a commit that does not name its lease',
    breaks: ['S6', 'S7', 'S9', 'S2'],
    transitions: COMMITS,
    mutation: withoutGuards('task', 'epoch', 'owner', 'state'),
    from: 1,
  },
  {
    name: 'a commit into a job that has ended',
    breaks: ['S2', 'S3', 'S4', 'S5'],
    transitions: COMMITS,
    mutation: withoutGuards('job', 'state', 'evSeq'),
    from: 1,
  },
  {
    name: 'a claim of a task that another holds',
    breaks: ['S6', 'S7'],
    transitions: CLAIMS,
    mutation: withoutGuards('task', 'state', 'epoch'),
    from: 1,
  },
  {
    name: 'a reaper that does not look again',
    breaks: ['S3', 'S6', 'S7', 'S9', 'S10', 'L1', 'L3'],
    transitions: [T.reap, T.reapAgain, T.reapLast],
    mutation: withoutGuards('task', 'state', 'epoch', 'owner', 'beat'),
    from: 1,
  },
  {
    name: 'a failure that ends a job twice',
    breaks: ['S3', 'S5'],
    transitions: [T.fail, T.reapLast],
    mutation: withoutGuards('job', 'state', 'evSeq'),
    from: 1,
  },
  {
    name: 'a cancel of a job that has ended',
    breaks: ['S3', 'S4', 'S5'],
    transitions: [T.cancel, T.expire],
    mutation: withoutGuards('job', 'state', 'evSeq'),
    from: 1,
  },
  {
    name: 'a segment that counts on an old number of done tasks',
    breaks: ['S15', 'L1', 'L3'],
    transitions: [T.commitSegment, T.commitLastSegment],
    mutation: withoutGuards('job', 'tasksDone'),
    from: 1,
  },
  {
    name: 'an assembly that nobody owes its start',
    breaks: ['L1', 'L3'],
    transitions: [T.commitLastSegment],
    mutation: withoutEffects('job', 'duty', 'emit'),
    from: 1,
  },
  {
    name: 'a job that ends and owes its tasks nothing',
    breaks: ['L1', 'L3'],
    transitions: [T.cancel, T.expire, T.fail, T.reapLast],
    mutation: withoutEffects('job', 'duty', 'emit'),
    from: 1,
  },
  {
    name: 'a seat that is given back by whoever held it once',
    breaks: ['S13'],
    transitions: [SEAT_TRANSITIONS.giveBack],
    mutation: withoutGuards('seat', 'epoch', 'owner'),
    from: 1,
  },
  {
    name: 'a seat that is taken while another holds it',
    breaks: ['S13'],
    transitions: [SEAT_TRANSITIONS.take],
    mutation: withoutGuards('seat', 'leaseUntil', 'epoch'),
    from: 1,
  },
];

/** The very table of production is the mutant's while it runs. */
export async function withMutant<T>({ transitions, mutation }: Mutant, run: () => Promise<T>): Promise<T> {
  const kept = transitions.map((transition) => [transition, transition.changes] as const);
  for (const transition of transitions) Object.assign(transition, { changes: mutation(transition).changes });
  try {
    return await run();
  } finally {
    for (const [transition, changes] of kept) Object.assign(transition, { changes });
  }
}
