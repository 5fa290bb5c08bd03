/** How a sound ledger is broken for a while. Each answers what mends it. */
import { type Applied, type Change, type Transition } from '@reelyard/ledger';
import { MemoryStore } from '@reelyard/ledger/memory';

/** The very table of production is the mutant's. */
export function alterTable(
  transitions: readonly Transition[],
  mutation: (transition: Transition) => Transition,
): () => void {
  const kept = transitions.map((transition) => [transition, transition.changes] as const);
  for (const transition of transitions) Object.assign(transition, { changes: mutation(transition).changes });
  return () => {
    for (const [transition, changes] of kept) Object.assign(transition, { changes });
  };
}

/** Every transaction comes to the store altered. */
export function alterWrites(alter: (changes: readonly Change[]) => readonly Change[]): () => void {
  const store: { apply: (changes: readonly Change[]) => Promise<Applied> } = MemoryStore.prototype;
  const sound = store.apply;
  store.apply = function (this: MemoryStore, changes) {
    return sound.call(this, alter(changes));
  };
  return () => {
    store.apply = sound;
  };
}
