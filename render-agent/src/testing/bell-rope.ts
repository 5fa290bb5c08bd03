/** Doorbells for tests: a queue in memory that records what became of each bell. */
import { LANES, type Lane, type TaskRef } from '@reelyard/contracts';
import { type Bell, type Doorbells, type Received } from '../ports.ts';

export interface BellFate {
  ref: TaskRef;
  fate: 'discarded' | `given back for ${number} s`;
}

export class BellRope implements Doorbells {
  readonly fates: BellFate[] = [];
  readonly rung: { tenant: string; job: string }[] = [];
  isReachable = true;
  #listening = 0;
  #waiting: { lane: Lane; ref: TaskRef }[] = [];
  #wake: (() => void) | undefined;

  ring(ref: TaskRef, lane: Lane = 'standard'): void {
    this.#waiting.push({ lane, ref });
    this.#wake?.();
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async receive(signal: AbortSignal): Promise<Received> {
    if (!this.isReachable) return { kind: 'unreachable', lanes: [...LANES] };
    this.#listening += 1;
    try {
      while (this.#waiting.length === 0 && !signal.aborted) await this.#nextRing(signal);
      return signal.aborted ? { kind: 'nothing' } : { kind: 'bell', bell: this.#take() };
    } finally {
      this.#listening -= 1;
    }
  }

  listening(): number {
    return this.#listening;
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  ringEvents(job: { tenant: string; job: string }): Promise<void> {
    this.rung.push(job);
    return Promise.resolve();
  }

  #nextRing(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #take(): Bell {
    const at = LANES.flatMap((lane) => this.#waiting.filter((bell) => bell.lane === lane))[0];
    if (!at) throw new Error('nothing rings');
    this.#waiting = this.#waiting.filter((bell) => bell !== at);
    const settle = (fate: BellFate['fate']) => (): Promise<void> => {
      this.fates.push({ ref: at.ref, fate });
      return Promise.resolve();
    };
    return {
      ...at,
      discard: settle('discarded'),
      giveBack: (seconds) => settle(`given back for ${seconds} s`)(),
    };
  }
}
