/** Ledgers that are broken in one place, for the length of a hunt: a simulation that finds none of them proves nothing. */
import { SEAT_TRANSITIONS, type Transition, TRANSITIONS } from '@reelyard/ledger';
import { withoutGuards } from '../model-check/mutate.ts';

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
    breaks: ['S6', 'S7', 'S9', 'L3'],
    transitions: COMMITS,
    mutation: withoutGuards('task', 'epoch', 'owner', 'state'),
    from: 45,
  },
  {
    name: 'a claim of a task that another holds',
    breaks: ['S6', 'S7'],
    transitions: CLAIMS,
    mutation: withoutGuards('task', 'state', 'epoch'),
    from: 336,
  },
  {
    name: 'a seat that is taken while another holds it',
    breaks: ['S13'],
    transitions: [SEAT_TRANSITIONS.take],
    mutation: withoutGuards('seat', 'leaseUntil', 'epoch'),
    from: 26,
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
