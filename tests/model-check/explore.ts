/**
 * Breadth first over every state that can be reached, so the first trace to a violation is a shortest one. A state that violates something is not
 * explored further. Calm steps are kept for the check of liveness.
 */
import { type Emit } from './turn.ts';
import { NumberList, StateStore } from './state-store.ts';

export interface Model {
  readonly width: number;
  initial(): Uint16Array;
  expand(state: Uint16Array, emit: Emit): void;
  /** Nothing more will happen here, and nothing has to. */
  isAtRest(state: Uint16Array): boolean;
  /** What can be seen of a state, line by line. */
  describe(state: Uint16Array): readonly string[];
}

export interface Limits {
  readonly states: number;
  /** Stop at the first violation of any property. */
  readonly isFirst?: boolean;
}

export interface Found {
  /** Begins with the property's number. */
  readonly what: string;
  /** The state before the violating step, and the words after it; none for what a state is by itself. */
  readonly from: number;
  readonly to?: Uint16Array;
}

export interface Graph {
  readonly store: StateStore;
  /** Calm steps from a state: `calm[starts[i]]` up to `calm[starts[i + 1]]`. */
  readonly starts: NumberList;
  readonly calm: NumberList;
  readonly transitions: number;
  readonly depth: number;
  readonly found: readonly Found[];
  readonly isComplete: boolean;
}

const propertyOf = (what: string): string => what.split(' ')[0] ?? what;

export function explore(model: Model, limits: Limits): Graph {
  const store = new StateStore(model.width);
  const [starts, calm] = [new NumberList(), new NumberList()];
  const found = new Map<string, Found>();
  let [transitions, depth, levelEnd] = [0, 0, 1];
  store.add(model.initial(), -1);
  const current = new Uint16Array(model.width);
  let from = 0;
  const emit: Emit = (next, isCalm, violations) => {
    transitions += 1;
    for (const what of violations)
      if (!found.has(propertyOf(what))) found.set(propertyOf(what), { what, from, to: next.slice() });
    if (violations.length > 0) return;
    const index = store.add(next, from);
    if (isCalm) calm.push(index < 0 ? -1 - index : index);
  };
  for (; from < store.size; from += 1) {
    if (from === levelEnd) [depth, levelEnd] = [depth + 1, store.size];
    if (store.size > limits.states || (limits.isFirst && found.size > 0)) break;
    starts.push(calm.size);
    current.set(store.at(from));
    model.expand(current, emit);
  }
  const isComplete = from === store.size;
  starts.push(calm.size);
  return { store, starts, calm, transitions, depth, found: [...found.values()], isComplete };
}
