/**
 * Gathers single items into batches: waits a few milliseconds for company, runs several batches at once, and drops nothing that it
 * took. When too much waits it refuses (`add` is false) and the caller has another way.
 */
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
  /** Resolves when nothing waits or runs. */
  drained(): Promise<void>;
}

/** `run` must not reject: what fails is its own matter. */
export function createBatcher<T>(run: (batch: T[]) => Promise<void>, options: BatcherOptions): Batcher<T> {
  const waiting: T[] = [];
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let idle: (() => void)[] = [];

  const start = (batch: T[]): void => {
    running += 1;
    void run(batch).finally(() => {
      running -= 1;
      pump();
    });
  };
  const pump = (): void => {
    while (running < options.concurrency && waiting.length >= options.size) start(waiting.splice(0, options.size));
    if (waiting.length > 0) timer ??= setTimeout(flush, options.gatherMs);
    else if (running === 0) settle();
  };
  const flush = (): void => {
    timer = undefined;
    if (running < options.concurrency && waiting.length > 0) start(waiting.splice(0, options.size));
    pump();
  };
  const settle = (): void => {
    const waiters = idle;
    idle = [];
    for (const resolve of waiters) resolve();
  };
  return {
    add(item) {
      if (waiting.length >= options.maxWaiting) return false;
      waiting.push(item);
      if (waiting.length >= options.size) pump();
      else timer ??= setTimeout(flush, options.gatherMs);
      return true;
    },
    drained: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        if (waiting.length === 0 && running === 0) settle();
      }),
  };
}
