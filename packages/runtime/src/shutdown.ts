/** Graceful end of a process: SIGTERM and SIGINT run the steps once, in order, within a bound. */
import { type Logger } from './logger.ts';

export interface ShutdownOptions {
  log: Logger;
  /** After this the process exits with 1 whatever still runs. */
  withinMs: number;
}

/** Registers `stop`; the process exits 0 after it, or 1 when it fails or takes too long. A second signal changes nothing. */
export function onShutdown(stop: (signal: string) => Promise<void>, options: ShutdownOptions): void {
  let isStopping = false;
  const begin = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    options.log.info('process.stopping', { signal });
    const bound = setTimeout(() => {
      options.log.error('process.stop-timeout', { withinMs: options.withinMs });
      process.exit(1);
    }, options.withinMs);
    bound.unref();
    stop(signal).then(
      () => {
        options.log.info('process.stopped');
        process.exit(0);
      },
      (error: unknown) => {
        options.log.error('process.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}
