/**
 * One life of one process. It hears of the world (timers, answers, requests) only through `hear`, so that it can be killed or frozen at any
 * await: what reaches a dead process is dropped, what reaches a frozen one waits for its thaw, in order.
 */
import { type Clock } from '@reelyard/runtime';
import { type VirtualTime } from './virtual-time.ts';

export type Strike =
  { readonly kind: 'kill'; readonly forMs: number } | { readonly kind: 'freeze'; readonly ms: number };

export const CALL_KINDS = ['read', 'write', 'claim', 'outcome', 'seat', 'post'] as const;
/** `claim`: T4. `outcome`: what ends a lease. `seat`: of a seat. `post`: a webhook. `write`: any other. */
export type CallKind = (typeof CALL_KINDS)[number];

/** A strike that waits for a call: before its request leaves, or when its answer is there and not yet heard. */
export interface Ambush {
  readonly strike: Strike;
  readonly phase: 'before' | 'after';
  /** `any`, or calls of this kind alone. */
  readonly on: CallKind | 'any';
  /** Calls that it lets pass. */
  skip: number;
  /** It lies in wait for several, and one of them walked into it. */
  isSprung: boolean;
}

export interface Call<T> {
  readonly what: CallKind;
  /** How long the request takes, and its answer. */
  readonly outMs: number;
  readonly backMs: number;
  /** What the other side does when the request is there. */
  serve(): Promise<T>;
  /** Instead of the answer: a request that was lost (`serve` never runs), or an answer that was. */
  readonly fault?: {
    readonly error: Error;
    readonly isServed: boolean;
    /** The caller gives up after so long. */ readonly afterMs: number;
  };
}

export class Life {
  readonly name: string;
  readonly clock: Clock;
  readonly #time: VirtualTime;
  readonly #onStrike: (strike: Strike) => void;
  #isDead = false;
  #frozenUntil = 0;
  #waiting: (() => void)[] = [];
  #ambush: Ambush | undefined;

  /** @param skewMs of its wall clock @param onStrike an ambush was met: whoever owns the life carries it out, at once */
  constructor(name: string, time: VirtualTime, skewMs: number, onStrike: (strike: Strike) => void) {
    this.name = name;
    this.#time = time;
    this.#onStrike = onStrike;
    const bornAt = time.now;
    this.clock = {
      now: () => time.now + skewMs,
      monotonic: () => time.now - bornAt,
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isFrozen(): boolean {
    return this.#frozenUntil > this.#time.now;
  }

  kill(): void {
    this.#isDead = true;
    this.#waiting = [];
  }

  freeze(ms: number): void {
    if (this.#isDead || this.isFrozen) return;
    this.#frozenUntil = this.#time.now + ms;
    this.#time.after(ms, () => this.#thaw());
  }

  set ambush(ambush: Ambush | undefined) {
    this.#ambush = ambush;
  }

  get ambush(): Ambush | undefined {
    return this.#ambush;
  }

  /** Runs what reached this process now. */
  hear(run: () => void): void {
    if (this.#isDead) return;
    if (this.isFrozen || this.#waiting.length > 0) this.#waiting.push(run);
    else run();
  }

  /** @returns takes it back */
  hearAt(instant: number, run: () => void): () => void {
    let isWanted = true;
    const forget = this.#time.at(instant, () => this.hear(() => isWanted && run()));
    return () => {
      isWanted = false;
      forget();
    };
  }

  call<T>(call: Call<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#meet('before', call.what);
      if (this.#isDead) return;
      const leavesAt = Math.max(this.#time.now, this.#frozenUntil);
      const { fault } = call;
      const isServed = fault?.isServed !== false;
      if (fault) this.hearAt(leavesAt + fault.afterMs, () => reject(fault.error));
      const answer = (settle: () => void): void =>
        void this.#time.after(call.backMs, () => {
          this.#meet('after', call.what);
          this.hear(settle);
        });
      if (!isServed) return;
      this.#depart(leavesAt, call.outMs, () => {
        void call.serve().then(
          (value) => fault ?? answer(() => resolve(value)),
          (error: unknown) => fault ?? answer(() => reject(error as Error)),
        );
      });
    });
  }

  /** What left before the process died arrives; what it had not yet sent does not. */
  #depart(leavesAt: number, outMs: number, arrive: () => void): void {
    if (leavesAt <= this.#time.now) this.#time.after(outMs, arrive);
    else this.#time.at(leavesAt, () => (this.#isDead ? undefined : this.#time.after(outMs, arrive)));
  }

  #meet(phase: Ambush['phase'], what: CallKind): void {
    const ambush = this.#ambush?.isSprung ? undefined : this.#ambush;
    if (!ambush || this.#isDead || ambush.phase !== phase || (ambush.on !== 'any' && ambush.on !== what)) return;
    if (ambush.skip > 0) {
      ambush.skip -= 1;
      return;
    }
    ambush.isSprung = true;
    this.#ambush = undefined;
    this.#onStrike(ambush.strike);
  }

  /** One after the other, as an event loop would. */
  #thaw(): void {
    if (this.#isDead || this.isFrozen) return;
    const run = this.#waiting.shift();
    if (!run) return;
    run();
    if (this.#waiting.length > 0) this.#time.after(0, () => this.#thaw());
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        forget();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const forget = this.hearAt(this.#time.now + Math.max(0, ms), wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
