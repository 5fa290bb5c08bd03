/** What a farm cannot know in advance. Invariant: each kind of chance has its own stream, so that more boots do not move interruptions. */
import { randomExponential, randomLogNormal } from 'd3-random';
import { type Farm } from '../farm.ts';
import { createRandom, type Random } from '../random.ts';

const PROGRESS_SIGMA = 0.05;

export interface Interruption {
  afterSeconds: number;
  isAnnounced: boolean;
}

export class Chance {
  /** Whose turn it is, and whom an unprotected scale-in takes. */
  readonly pick: Random;
  /** True progress times this is what an engine reports. */
  readonly progressFactor: () => number;
  readonly #farm: Farm;
  /** Lognormal around 1. */
  readonly #bootFactor: () => number;
  readonly #failures: Random;
  readonly #interruptions: Random;

  constructor(farm: Farm, seed: number) {
    this.#farm = farm;
    this.pick = createRandom(seed, 'pick');
    this.progressFactor = randomLogNormal.source(createRandom(seed, 'progress'))(0, PROGRESS_SIGMA);
    this.#bootFactor = randomLogNormal.source(createRandom(seed, 'boots'))(0, farm.bootSigma);
    this.#failures = createRandom(seed, 'boot-failures');
    this.#interruptions = createRandom(seed, 'interruptions');
  }

  drawBoot(origin: 'cold' | 'warm'): { seconds: number; willFail: boolean } {
    const median = origin === 'warm' ? this.#farm.warmBootSeconds : this.#farm.bootSeconds;
    return { seconds: median * this.#bootFactor(), willFail: this.#failures() < this.#farm.bootFailureShare };
  }

  /** Undefined where machines are not taken away. */
  drawInterruption(purchase: 'on-demand' | 'spot'): Interruption | undefined {
    const { spot } = this.#farm;
    if (purchase !== 'spot' || !spot || spot.hazardPerHour <= 0) return undefined;
    const afterSeconds = randomExponential.source(this.#interruptions)(spot.hazardPerHour / 3_600)();
    return { afterSeconds, isAnnounced: this.#interruptions() < spot.noticeShare };
  }
}
