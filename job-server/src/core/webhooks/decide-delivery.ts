/**
 * What an attempt means for its delivery and its endpoint.
 *
 * | reply | delivery | endpoint |
 * | --- | --- | --- |
 * | 2xx | delivered | – |
 * | 410 | failed | disabled: the receiver said that it is gone |
 * | any other status, a redirect too; no reply; a refused address | again by the schedule, not before its Retry-After; failed after the tenth | – |
 */
import { type DeliveryAttempt, type WebhookDelivery } from '@reelyard/contracts';
import { pauseAfter } from './retry-schedule.ts';

export interface AttemptResult {
  /** Absent when there was no reply. */
  readonly status?: number;
  readonly durationMs: number;
  /** Why there was none, or why it counts as failed. */
  readonly error?: string;
  readonly retryAfterMs?: number;
}

export interface AfterAttempt {
  readonly delivery: WebhookDelivery;
  readonly isGone: boolean;
}

/** The last ones tell enough: a row stays small. */
const LOGGED = 10;

export function decideDelivery(
  taken: WebhookDelivery,
  result: AttemptResult,
  { now, random }: { now: number; random: number },
): AfterAttempt {
  const attempts = taken.attempts + 1;
  const log = [...taken.log, toAttempt(result, now)].slice(-LOGGED);
  const made = { ...taken, attempts, log };
  if (isDelivered(result)) return { delivery: end(made, 'delivered', now), isGone: false };
  if (result.status === GONE) return { delivery: end(made, 'failed', now), isGone: true };
  const pause = pauseAfter(attempts, random, result.retryAfterMs);
  if (pause === undefined) return { delivery: end(made, 'failed', now), isGone: false };
  return { delivery: { ...made, nextAt: now + pause }, isGone: false };
}

const GONE = 410;

export const isDelivered = ({ status = 0 }: Pick<AttemptResult, 'status'>): boolean => status >= 200 && status < 300;

function end(delivery: WebhookDelivery, state: 'delivered' | 'failed', now: number): WebhookDelivery {
  const ended: WebhookDelivery = { ...delivery, state, endedAt: now };
  delete ended.nextAt;
  return ended;
}

function toAttempt(result: AttemptResult, now: number): DeliveryAttempt {
  const { status, durationMs } = result;
  const error = isDelivered(result) ? undefined : (result.error ?? describe(status));
  return {
    at: now - durationMs,
    durationMs,
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
  };
}

function describe(status = 0): string {
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  return `answered ${status}; 200 to 299 is expected`;
}
