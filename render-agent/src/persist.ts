/** A call that must get through: repeated while DynamoDB or S3 cannot be reached, until the signal aborts or the tries are used up. */
import { type FarmErrorCode, isFarmError } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { retryDelayMs } from './core/keep-lease.ts';

const CEILING_MS = 5_000;
const PASSING = new Set<FarmErrorCode>(['ledger-unavailable', 'ledger-throttled', 'storage-unavailable']);

/** Rejects with the last FarmError when aborted, and with any other error at once. */
export async function persist<T>(
  what: string,
  operation: () => Promise<T>,
  signal: AbortSignal,
  { clock, log }: { clock: Clock; log: Logger },
  tries = Infinity,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!isFarmError(error) || !PASSING.has(error.code) || signal.aborted || failures >= tries) throw error;
      log.warn('aws.unreachable', { during: what, failures, errCode: error.code, error });
      await clock.sleep(retryDelayMs(failures, CEILING_MS), signal);
    }
  }
}
