/**
 * A level-triggered loop: runs `pass` again and again, never overlapping itself, with a jittered interval, until stopped.
 * A pass that fails is logged and retried with back-off; `wake` makes the next pass start now.
 */
import { atSite } from './call-site.ts';
import { type Clock } from './clock.ts';
import { type Logger } from './logger.ts';

export interface LoopOptions {
  name: string;
  intervalMs: number;
  /** Longest wait after repeated failures. */
  maxBackoffMs?: number;
  clock: Clock;
  log: Logger;
  /** 0..1; spreads passes of many processes. */
  random(): number;
}

export interface Loop {
  wake(): void;
  /** Resolves when the pass under way has ended. */
  stop(): Promise<void>;
}

export function startLoop(pass: (signal: AbortSignal) => Promise<void>, options: LoopOptions): Loop {
  const stopped = new AbortController();
  let nap = new AbortController();
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopped.signal.aborted) {
      nap = new AbortController();
      try {
        await atSite(options.name, () => pass(stopped.signal));
        failures = 0;
      } catch (error) {
        failures += 1;
        options.log.warn('loop.failed', { loop: options.name, failures, error });
      }
      if (stopped.signal.aborted) break;
      await options.clock.sleep(napMs(options, failures), nap.signal);
    }
  };
  const ended = run();
  return {
    wake: () => nap.abort(),
    stop: async () => {
      stopped.abort();
      nap.abort();
      await ended;
    },
  };
}

function napMs(options: LoopOptions, failures: number): number {
  const spread = 0.8 + 0.4 * options.random();
  const backoff = Math.min(
    options.intervalMs * 2 ** failures,
    options.maxBackoffMs ?? Math.max(options.intervalMs, 60_000),
  );
  return Math.round(backoff * spread);
}
