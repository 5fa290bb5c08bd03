/** Waits until a job has ended, by long polls: an answer within a second of the end, and one request a minute until then. */
import { WaitTimeout } from './errors.ts';
import { type Job } from './generated/api-types.ts';
import { type Methods } from './operation-types.ts';

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Rejects with WaitTimeout after this; for as long as it takes unless told. */
  readonly timeoutMs?: number;
  /** Hears of every look that did not find the end. */
  readonly onProgress?: (job: Job) => void;
}

export interface WaitPorts {
  readonly getJob: Methods['getJob'];
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

/** Below the longest that the farm takes, and below the idle time-outs of proxies. */
const pollSeconds = 45;
/** A server that ends answers at once; the next one is asked a little later. */
const leastMs = 1_000;

export const hasEnded = ({ state }: Pick<Job, 'state'>): boolean => state !== 'queued' && state !== 'rendering';

/** @returns the job as it ended, whether it succeeded or not */
export async function waitFor(
  job: string | { readonly id: string },
  { signal, timeoutMs = Number.POSITIVE_INFINITY, onProgress }: WaitOptions,
  { getJob, sleep, now }: WaitPorts,
): Promise<Job> {
  const id = typeof job === 'string' ? job : job.id;
  const until = now() + timeoutMs;
  for (;;) {
    const askedAt = now();
    const wait = Math.max(0, Math.min(pollSeconds, Math.floor((until - askedAt) / 1_000)));
    const seen = await getJob({ path: { id }, query: { wait }, ...(signal === undefined ? {} : { signal }) });
    if (seen !== undefined && hasEnded(seen)) return seen;
    if (seen !== undefined) onProgress?.(seen);
    if (now() >= until || wait === 0) throw new WaitTimeout(`job ${id} has not ended in ${timeoutMs} ms`);
    const restMs = leastMs - (now() - askedAt);
    if (restMs > 0) await sleep(restMs, signal);
  }
}
