/**
 * Runs operations at the same time and decides, from a seed, whose call to the table is next. Between two calls an operation does nothing that
 * another could see, so these orders are all the orders there are. Calls can fail before or after they take effect, as a lost
 * request or a lost reply does.
 */
import { FarmError } from '@reelyard/contracts';
import { type Applied, type ItemStore } from '../item-store.ts';
import { type Change } from '../protocol/change.ts';
import { type Random } from './dice.ts';

export interface Witness {
  /** What the table answered; `undefined` when its reply will be lost. */
  saw(changes: readonly Change[], applied: Applied): void;
  sawEach(changes: readonly Change[], applied: readonly boolean[]): void;
}

export interface InterleaverOptions {
  random: Random;
  witness: Witness;
  /** Share of writes that fail, half of them after they took effect. */
  faults: number;
  /** What a broken ledger would send instead. Several lists are several writes. */
  mutate?: (changes: readonly Change[]) => readonly (readonly Change[])[];
}

export class Interleaver {
  readonly #inner: ItemStore;
  readonly #options: InterleaverOptions;
  readonly #waiting: (() => Promise<void>)[] = [];

  constructor(inner: ItemStore, options: InterleaverOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  /** The table as the operations see it. */
  store(): ItemStore {
    const inner = this.#inner;
    return {
      apply: (changes) => this.#applyAll(changes),
      applyEach: (changes) => this.#turn(() => this.#write(() => this.#applyEach(changes))),
      get: (keys) => this.#turn(() => inner.get(keys)),
      query: (query) => this.#turn(() => inner.query(query)),
      queryIndex: (query) => this.#turn(() => inner.queryIndex(query)),
      countIndex: (query) => this.#turn(() => inner.countIndex(query)),
      ping: () => inner.ping(),
    };
  }

  /** Starts all and returns when all have ended; none may reject. */
  async run(operations: readonly (() => Promise<void>)[]): Promise<void> {
    let running = operations.length;
    for (const operation of operations) void operation().finally(() => (running -= 1));
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (running === 0) return;
      const at = Math.floor(this.#options.random() * this.#waiting.length);
      const [call] = this.#waiting.splice(at, 1);
      if (!call) throw new Error('an operation waits for something that is no call to the table');
      await call();
    }
  }

  async #applyAll(changes: readonly Change[]): Promise<Applied> {
    let last: Applied = { kind: 'applied' };
    for (const part of this.#options.mutate?.(changes) ?? [changes]) {
      last = await this.#turn(() => this.#write(() => this.#apply(part)));
      if (last.kind === 'refused') return last;
    }
    return last;
  }

  async #apply(changes: readonly Change[]): Promise<Applied> {
    const applied = await this.#inner.apply(changes);
    this.#options.witness.saw(changes, applied);
    return applied;
  }

  async #applyEach(changes: readonly Change[]): Promise<boolean[]> {
    const applied = await this.#inner.applyEach(changes);
    this.#options.witness.sawEach(changes, applied);
    return applied;
  }

  async #write<T>(call: () => Promise<T>): Promise<T> {
    const { random, faults } = this.#options;
    const luck = random();
    if (luck < faults / 2) throw new FarmError('ledger-unavailable', 'the request was lost');
    const result = await call();
    if (luck < faults) throw new FarmError('ledger-unavailable', 'the reply was lost');
    return result;
  }

  #turn<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => call().then(resolve, reject));
    });
  }
}
