/**
 * Who is next, from a seed. Every call to the ledger waits for its turn before it takes effect and once more before its answer is heard, so
 * that a request or a reply may be overtaken by anything. Between two turns nobody does what another could see.
 */
import { type Ledger } from '@reelyard/ledger';
import { Dice } from '../../packages/ledger/src/conformance/dice.ts';

const SLOW = 0.05;
const SLOW_TURNS = 60;

export class Turns {
  readonly dice: Dice;
  #waiting: (() => void)[] = [];

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets one of those that wait go on. */
  next(): void {
    const at = this.dice.below(this.#waiting.length);
    const [go] = this.#waiting.splice(at, 1);
    go?.();
  }

  /** Until everybody waits for a turn again. */
  settled(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Mostly one turn; now and then as long as a connection takes that had to be made again. */
  async #travel(): Promise<void> {
    for (let left = this.dice.chance(SLOW) ? 1 + this.dice.below(SLOW_TURNS) : 1; left > 0; left -= 1)
      await this.turn();
  }

  /** The ledger as somebody on the other end of a network sees it. */
  remote<K extends keyof Ledger>(ledger: Ledger, names: readonly K[]): Pick<Ledger, K> {
    const remote = names.map((name) => {
      const call = ledger[name] as (...args: unknown[]) => Promise<unknown>;
      const inTurn = async (...args: unknown[]): Promise<unknown> => {
        await this.#travel();
        const answer = await call(...args);
        await this.#travel();
        return answer;
      };
      return [name, inTurn] as const;
    });
    return Object.fromEntries(remote) as unknown as Pick<Ledger, K>;
  }
}
