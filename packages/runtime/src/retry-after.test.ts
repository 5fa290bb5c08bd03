import { describe, expect, it } from '@jest/globals';
import { readRetryAfter } from './retry-after.ts';

describe('Retry-After', () => {
  it('is seconds or a date, never more than a day', () => {
    expect(readRetryAfter('30', 0)).toBe(30_000);
    expect(readRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 10_000)).toBe(50_000);
    expect(readRetryAfter('999999999', 0)).toBe(86_400_000);
  });

  it('asks for nothing when it is absent, past, or says neither', () => {
    expect(readRetryAfter(undefined, 0)).toBeUndefined();
    expect(readRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 99_000)).toBeUndefined();
    expect(readRetryAfter('soon', 0)).toBeUndefined();
  });
});
