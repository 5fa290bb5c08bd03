/** A ledger write or read that must get through: repeated while the ledger cannot be reached, until the signal aborts. */
import { isFarmError } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { retryDelayMs } from './core/keep-lease.ts';

const CEILING_MS = 5_000;

/** Rejects with the last FarmError when aborted, and with any other error at once. */
export async function persist<T>(
  what: string,
  operation: () => Promise<T>,
  signal: AbortSignal,
  { clock, log }: { clock: Clock; log: Logger },
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!isFarmError(error) || !error.code.startsWith('ledger-') || signal.aborted) throw error;
      log.warn('ledger.unreachable', { during: what, failures, error });
      await clock.sleep(retryDelayMs(failures, CEILING_MS), signal);
    }
  }
}
