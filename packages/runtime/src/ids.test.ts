import { describe, expect, it } from '@jest/globals';
import { newId } from './ids.ts';

describe('identifiers', () => {
  it('say what they name and sort by the instant they were made', () => {
    const earlier = newId('job', 1_000);
    const later = newId('job', 2_000);
    expect(earlier).toMatch(/^job_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(earlier < later).toBe(true);
  });

  it('are the same for the same instant and the same randomness', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, at) => at * 7);
    expect(newId('job', 1_000, bytes)).toBe(newId('job', 1_000, bytes));
    expect(newId('job', 1_000, bytes)).toMatch(/^job_[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('differ even within one millisecond', () => {
    const made = Array.from({ length: 1_000 }, () => newId('evt', 5));
    expect(new Set(made).size).toBe(1_000);
  });
});
