/** After an engine failure another instance is preferred: the first doorbell of that task is passed on once. Bounded. */
import { type TaskRef } from '@reelyard/contracts';
import { type Clock } from '@reelyard/runtime';

const KEPT = 64;
const PASS_FOR_MS = 120_000;

export class RecentFailures {
  readonly #clock: Clock;
  readonly #failedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(ref: TaskRef): void {
    const oldest = this.#failedAt.keys().next();
    if (this.#failedAt.size >= KEPT && !oldest.done) this.#failedAt.delete(oldest.value);
    this.#failedAt.set(nameOf(ref), this.#clock.monotonic());
  }

  /** True once per failure, while it is recent. */
  shouldPass(ref: TaskRef): boolean {
    const name = nameOf(ref);
    const at = this.#failedAt.get(name);
    this.#failedAt.delete(name);
    return at !== undefined && this.#clock.monotonic() - at < PASS_FOR_MS;
  }
}

const nameOf = ({ job, n }: TaskRef): string => `${job}/${n}`;
