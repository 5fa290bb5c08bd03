/**
 * The rows that one operation looks at, kept fresh: first by one consistent read, then by what refusals show. An operation
 * decides on its view, writes under guards that name it, and on a refusal decides again on what it was shown.
 */
import { FarmError, isFarmError } from '@reelyard/contracts';
import { atSite } from '@reelyard/runtime';
import { type Applied, type ItemStore } from '../item-store.ts';
import { type Change, type Item, type ItemKey } from '../protocol/change.ts';
import { type Transition } from '../protocol/transition.ts';

export type Attempt = Applied | { readonly kind: 'unknown-outcome'; readonly cause: FarmError };

/** Others moved first this often: each time one of them made progress, so more is a bug. */
const MAX_ROUNDS = 200;

export class View {
  readonly #store: ItemStore;
  readonly #keys: readonly ItemKey[];
  #items: (Item | undefined)[] = [];

  private constructor(store: ItemStore, keys: readonly ItemKey[]) {
    this.#store = store;
    this.#keys = keys;
  }

  static async read(store: ItemStore, ...keys: readonly ItemKey[]): Promise<View> {
    const view = new View(store, keys);
    await view.refresh();
    return view;
  }

  /** Item of the key at this position. */
  at(position: number): Item | undefined {
    return this.#items[position];
  }

  async refresh(): Promise<void> {
    this.#items = await this.#store.get(this.#keys);
  }

  /** Writes the transition; on a refusal or an unknown outcome the view shows the newest state that is known. */
  async attempt(transition: Pick<Transition, 'id'>, changes: readonly Change[]): Promise<Attempt> {
    const attempt = await atSite(transition.id, () => attemptApply(this.#store, changes));
    if (attempt.kind === 'refused') {
      for (const { index, before } of attempt.refusals) this.#see(changes[index], before);
    } else if (attempt.kind === 'unknown-outcome') await afterWrite(() => this.refresh(), attempt.cause);
    return attempt;
  }

  #see(change: Change | undefined, before: Item | undefined): void {
    const position = this.#keys.findIndex((key) => key.pk === change?.key.pk && key.sk === change.key.sk);
    if (position >= 0) this.#items[position] = before;
  }
}

export async function attemptApply(store: ItemStore, changes: readonly Change[]): Promise<Attempt> {
  try {
    return await store.apply(changes);
  } catch (error) {
    if (isFarmError(error) && error.code === 'ledger-unavailable') return { kind: 'unknown-outcome', cause: error };
    throw error;
  }
}

/**
 * What follows a write that was made, or may have been. Throttled means that nothing was written, so a step that is throttled here must not
 * say so of the whole operation.
 */
export async function afterWrite<T>(step: () => Promise<T>, unknown?: FarmError): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isFarmError(error) || error.code !== 'ledger-throttled') throw error;
    throw unknown ?? new FarmError('ledger-unavailable', 'throttled after a write that was made', { cause: error });
  }
}

/** Answers that were reached after a write whose outcome nobody knows. */
const unsure = new WeakSet<object>();

/** A refusal that may have had an effect: an earlier write of the same operation may have landed, and others have moved on since. */
export const isUnsure = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && unsure.has(outcome);

/**
 * Decides and writes until one of them is final. `step` answers an outcome, or the attempt that was not applied, to decide again on the
 * fresher view; it looks there first whether an earlier write of its own landed. Guards make writing again safe. The second unknown
 * outcome is thrown.
 */
export async function untilSettled<T extends { kind: string }>(step: () => Promise<T | Attempt>): Promise<T> {
  let unknown: FarmError | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const outcome = await (unknown ? afterWrite(step, unknown) : step());
    if (outcome.kind === 'unknown-outcome') {
      const { cause } = outcome as Attempt & { kind: 'unknown-outcome' };
      if (unknown) throw cause;
      unknown = cause;
    } else if (outcome.kind !== 'refused' || !('refusals' in outcome)) {
      if (unknown) unsure.add(outcome);
      return outcome as T;
    }
  }
  throw unknown ?? new FarmError('ledger-throttled', `others moved first ${MAX_ROUNDS} times`);
}
