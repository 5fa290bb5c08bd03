/** `Retry-After` as RFC 9110 (10.2.3) has it: seconds, or an HTTP date. */

/** Who asks for more is asked again after a day all the same. */
const LONGEST_MS = 86_400_000;

/** @returns milliseconds from now, above 0 and at most a day; undefined when it is absent, past, or says neither */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_MS) : undefined;
}
