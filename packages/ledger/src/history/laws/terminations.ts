/** S14: an instance that surely holds a lease is not ended, unprotected or declared unhealthy by us. */
import { type Blame, type Call, getOrMake, type Law, type Mark, markOf, type Told } from '../law.ts';
import { type HeldWindow, type Leases } from './leases.ts';

const ENDS = new Set(['terminate', 'unprotect', 'markUnhealthy']);

export class Terminations implements Law {
  readonly #blame: Blame;
  readonly #leases: Leases;
  /** Instance → what we did to it. */
  readonly #ended = new Map<string, (Mark & Pick<Told, 'at' | 'op'>)[]>();

  constructor(blame: Blame, leases: Leases) {
    this.#blame = blame;
    this.#leases = leases;
  }

  answered({ asked }: Call, answer: Told): void {
    if (!ENDS.has(asked.op) || answer.phase !== 'ok') return;
    for (const instance of (asked['instances'] ?? []) as string[])
      getOrMake(this.#ended, instance, () => []).push({ ...markOf(asked), at: asked.at, op: asked.op });
  }

  /** Before the leases let its windows go: what we do to an instance later lies after them. */
  rested(job: string): void {
    if (this.#ended.size > 0) for (const window of this.#leases.windows(job)) this.#judge(window);
  }

  finish(): void {
    if (this.#ended.size === 0) return;
    for (const window of this.#leases.windows()) this.#judge(window);
  }

  #judge({ owner, from, until, claim, last }: HeldWindow): void {
    const instance = owner.split('/')[0] ?? '';
    for (const end of this.#ended.get(instance) ?? [])
      if (from < end.at && end.at < until)
        this.#blame('S14', `${instance} was ended by ${end.op} while it rendered`, claim, end, last);
  }
}
