/** `Retry-After` as RFC 9110 has it: seconds, or an HTTP date. */

/** @returns milliseconds from now, never negative; undefined when absent or neither */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
