/**
 * Gathers single items into batches: waits a few milliseconds for company, runs several batches at once, and drops nothing that it
 * took. When too much waits it refuses (`add` is false) and the caller has another way.
 */
import { type Clock } from '@reelyard/runtime';

export interface BatcherOptions {
  readonly size: number;
  /** How long the first item waits for company. */
  readonly gatherMs: number;
  /** Batches in flight at once. */
  readonly concurrency: number;
  readonly maxWaiting: number;
}

export interface Batcher<T> {
  add(item: T): boolean;
  /** Waits for no more company; resolves when nothing waits or runs. */
  drained(): Promise<void>;
}

/** `run` must not reject: what fails is its own matter. */
export function createBatcher<T>(
  run: (batch: T[]) => Promise<void>,
  options: BatcherOptions,
  clock: Pick<Clock, 'sleep'>,
): Batcher<T> {
  const waiting: T[] = [];
  let running = 0;
  let gathering: AbortController | undefined;
  let drainers: (() => void)[] = [];

  const isFree = (): boolean => running < options.concurrency;
  const start = (): void => {
    running += 1;
    void run(waiting.splice(0, options.size)).finally(() => {
      running -= 1;
      pump();
    });
  };
  const pump = (): void => {
    const enough = drainers.length > 0 ? 1 : options.size;
    while (isFree() && waiting.length >= enough) start();
    if (waiting.length > 0) gather();
    else if (running === 0) settle();
  };
  const gather = (): void => {
    if (gathering) return;
    const nap = new AbortController();
    gathering = nap;
    void clock.sleep(options.gatherMs, nap.signal).then(() => {
      gathering = undefined;
      if (isFree() && waiting.length > 0) start();
      pump();
    });
  };
  const settle = (): void => {
    const resolved = drainers;
    drainers = [];
    for (const resolve of resolved) resolve();
  };
  return {
    add(item) {
      if (waiting.length >= options.maxWaiting) return false;
      waiting.push(item);
      if (waiting.length >= options.size) pump();
      else gather();
      return true;
    },
    drained: () =>
      new Promise((resolve) => {
        drainers.push(resolve);
        gathering?.abort();
        pump();
      }),
  };
}
