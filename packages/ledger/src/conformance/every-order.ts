/** A ledger on a table that takes the calls of all operations in whatever order a seed picks, and loses some requests and some replies. */
import { createLedger } from '../create-ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Ledger } from '../ledger.ts';
import { type Change, type Guard } from '../protocol/change.ts';
import { Dice } from './dice.ts';
import { Interleaver } from './interleaver.ts';

export interface EveryOrder {
  ledger: Ledger;
  /** Runs all at the same time; calls of the ledger go on only in here. */
  together: (operations: readonly (() => Promise<void>)[]) => Promise<void>;
}

const blind = { saw: () => undefined, sawEach: () => undefined };

/** @param forget guards that a broken ledger would leave out */
export function inEveryOrder(
  store: ItemStore,
  seed: number,
  forget: (guard: Guard) => boolean = () => false,
): EveryOrder {
  const { random } = new Dice(seed + 1_000_000);
  const mutate = (changes: readonly Change[]) => [
    changes.map((change) => ({ ...change, guards: change.guards.filter((guard) => !forget(guard)) })),
  ];
  const faults = seed % 3 === 0 ? 0 : 0.1;
  const interleaver = new Interleaver(store, { random, witness: blind, faults, mutate });
  return { ledger: createLedger(interleaver.store()), together: (operations) => interleaver.run(operations) };
}
