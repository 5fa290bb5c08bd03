/** The long poll: the first look at a job that is wanted, or the last one when time is up, the client is gone or the server ends. */
import { type Clock } from '@reelyard/runtime';
import { type JobWatch } from './job-watch.ts';
import { type JobLook } from './look.ts';

export interface Patience {
  readonly ms: number;
  /** Aborts when the client hangs up. */
  readonly gone: (() => AbortSignal) | undefined;
  readonly isWanted: (look: JobLook) => boolean;
}

export async function awaitChange(
  first: JobLook,
  { ms, gone: hear, isWanted }: Patience,
  watch: JobWatch,
  clock: Clock,
): Promise<JobLook> {
  if (isWanted(first)) return first;
  const gone = hear?.();
  let last = first;
  const over = new AbortController();
  const end = (): void => over.abort();
  const leave = watch.follow(first, {
    since: () => Number.POSITIVE_INFINITY,
    see: (look) => {
      last = look;
      if (isWanted(look)) end();
    },
    end,
  });
  gone?.addEventListener('abort', end, { once: true });
  if (gone?.aborted !== true) await clock.sleep(ms, over.signal);
  gone?.removeEventListener('abort', end);
  leave();
  return last;
}
