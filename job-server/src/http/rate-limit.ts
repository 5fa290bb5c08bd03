/**
 * A token bucket per key: full it holds the requests of a minute, and it fills evenly. Each server has its own, so that no request waits for a
 * read. Fields as draft-ietf-httpapi-ratelimit-headers-10 has them. Memory is bounded: the bucket that was used longest ago goes first, and a
 * key without one begins with a full one.
 */
import { type Clock } from '@reelyard/runtime';

export interface RateLimiter {
  /** Takes one request of the key; `refused` when none is left. */
  take(key: string, perMinute: number): Taken;
}

export interface Taken {
  readonly isRefused: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

interface Bucket {
  tokens: number;
  at: number;
}

const most = 10_000;
const minuteMs = 60_000;

export function createRateLimiter(clock: Pick<Clock, 'monotonic'>): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, perMinute) {
      const now = clock.monotonic();
      const bucket = filled(buckets.get(key), perMinute, now);
      const isRefused = bucket.tokens < 1;
      if (!isRefused) bucket.tokens -= 1;
      // Last in the order of the map is what was used last.
      buckets.delete(key);
      const [oldest] = buckets.keys();
      if (buckets.size >= most && oldest !== undefined) buckets.delete(oldest);
      buckets.set(key, bucket);
      return { isRefused, headers: headersOf(bucket, perMinute, isRefused) };
    },
  };
}

function filled(known: Bucket | undefined, perMinute: number, now: number): Bucket {
  if (!known) return { tokens: perMinute, at: now };
  return { tokens: Math.min(perMinute, known.tokens + ((now - known.at) * perMinute) / minuteMs), at: now };
}

function headersOf({ tokens }: Bucket, perMinute: number, isRefused: boolean): Record<string, string> {
  const secondsTo = (wanted: number): number => Math.max(0, Math.ceil(((wanted - tokens) * 60) / perMinute));
  return {
    'ratelimit-policy': `"requests";q=${perMinute};w=60`,
    ratelimit: `"requests";r=${Math.floor(tokens)};t=${secondsTo(perMinute)}`,
    ...(isRefused ? { 'retry-after': String(Math.max(1, secondsTo(1))) } : {}),
  };
}
