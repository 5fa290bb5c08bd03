/**
 * Whether and when a request is sent again. Invariant: what might be done twice is not sent again; a POST is safe under its Idempotency-Key alone.
 * Pauses double from 250 ms to 8 s with full jitter; Retry-After makes a pause longer, never shorter, and one beyond a minute ends the call.
 */
export interface RetryOptions {
  /** Sent again at most this often; 4 unless told. */
  readonly retries: number;
}

export interface Attempt {
  /** How often it was sent so far. */
  readonly count: number;
  /** Sending it twice does what sending it once does. */
  readonly isSafe: boolean;
  /** Undefined: there was no answer. */
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
}

export type RetryDecision = { readonly kind: 'again'; readonly afterMs: number } | { readonly kind: 'enough' };

const firstMs = 250;
const longestMs = 8_000;
const longestRetryAfterMs = 60_000;
/** Busy, or away: another try may be answered. A 429 was not done by anybody. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** @param random 0..1 */
export function decideRetry(attempt: Attempt, { retries }: RetryOptions, random: number, now: number): RetryDecision {
  const { count, isSafe, status } = attempt;
  const isPassing = status === undefined ? isSafe : passing.has(status) && (isSafe || status === 429);
  if (!isPassing || count > retries) return { kind: 'enough' };
  const pauseMs = Math.round(Math.min(longestMs, firstMs * 2 ** (count - 1)) * random);
  const askedMs = retryAfterMs(attempt.retryAfter, now);
  return askedMs > longestRetryAfterMs ? { kind: 'enough' } : { kind: 'again', afterMs: Math.max(pauseMs, askedMs) };
}

/** Seconds or a date; 0 for neither. */
export function retryAfterMs(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
