/** What may happen to a farm at any moment, and how often. */
import { aFailure, idOf } from './builders.ts';
import { type Dice } from './dice.ts';
import { type Farm, type Operation } from './farm.ts';

const OWNERS = ['i-1/1', 'i-1/2', 'i-2/1', 'i-3/1'];

export class Incidents {
  readonly #farm: Farm;
  readonly #dice: Dice;
  /** Farms of some seeds lose their agents all the time. */
  readonly #isDying: boolean;

  constructor(farm: Farm, dice: Dice, isDying: boolean) {
    this.#farm = farm;
    this.#dice = dice;
    this.#isDying = isDying;
  }

  /** What happens next, by weight; a farm whose agents die does little but claim and reap. */
  pick(): Operation {
    const choices = this.#isDying ? this.#dyingChoices() : this.#choices();
    let roll = this.#dice.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, operation] of choices) {
      roll -= weight;
      if (roll < 0) return operation;
    }
    return this.#farm.relay();
  }

  #dyingChoices(): [weight: number, Operation][] {
    const [job, n] = this.#farm.task();
    return [
      [4, ['claim', () => this.#farm.claim(job, n, this.#dice.one(OWNERS) ?? 'i-1/1')]],
      [6, ['silence', () => this.#farm.silence()]],
      [1, ['unblock', () => this.#farm.ledger.unblock(idOf(job), this.#farm.now)]],
    ];
  }

  #choices(): [weight: number, Operation][] {
    const [job, n] = this.#farm.task();
    return [
      [4, this.#farm.submit()],
      [10, this.#farm.relay()],
      [6, this.#farm.sweep()],
      [2, ['cancel', () => this.#farm.ledger.cancel(idOf(job), this.#farm.now)]],
      [2, ['void', () => this.#farm.ledger.voidTasks(idOf(job), this.#farm.now)]],
      [4, ['unblock', () => this.#farm.ledger.unblock(idOf(job), this.#farm.now)]],
      [22, ['claim', () => this.#farm.claim(job, n, this.#dice.one(OWNERS) ?? 'i-1/1')]],
      [4, ['silence', () => this.#farm.silence()]],
      [4, ['look', () => this.#farm.look()]],
      ...this.#leaseChoices(),
    ];
  }

  #leaseChoices(): [weight: number, Operation][] {
    const lease = this.#dice.chance(0.75) ? this.#farm.leases.at(-1) : this.#dice.one(this.#farm.leases);
    if (!lease) return [];
    const stale = this.#dice.one(this.#farm.stale);
    return [
      [stale ? 6 : 0, ['reap', async () => stale && this.#farm.reap(stale)]],
      [6, ['beat', () => this.#farm.heartbeat(lease)]],
      [3, ['release', () => this.#farm.ledger.release(lease, this.#farm.now)]],
      [13, ['fail', () => this.#farm.fail(lease)]],
      [12, ['complete', () => this.#farm.complete(lease)]],
    ];
  }

  /** All that can end one job, at once. */
  clash(): Operation[] {
    const last = this.#farm.leases.at(-1);
    const mine = this.#farm.leases.slice(-6).filter(({ ref }) => ref.job === last?.ref.job);
    const ends = mine.map((lease): Operation => {
      if (this.#dice.chance(0.4)) return ['complete', () => this.#farm.complete(lease)];
      return ['fail', () => this.#farm.ledger.fail(lease, aFailure({ class: 'permanent' }), 0, this.#farm.now)];
    });
    const ref = last && { tenant: last.ref.tenant, job: last.ref.job };
    if (last && this.#dice.chance(0.5))
      ends.push(['claim', () => this.#farm.claimRef({ ...last.ref, n: this.#dice.below(3) }, 'i-2/1')]);
    if (ref && this.#dice.chance(0.3)) ends.push(['cancel', () => this.#farm.ledger.cancel(ref, this.#farm.now)]);
    if (ref && this.#dice.chance(0.3)) ends.push(['expire', () => this.#farm.ledger.expire(ref, this.#farm.now)]);
    return ends;
  }
}
