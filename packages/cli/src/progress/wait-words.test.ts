import { describe, expect, it } from '@jest/globals';
import { describeWait } from './wait-words.ts';

describe('why a job waits, in words', () => {
  it.each([
    [
      { reason: 'capacity-booting', position: 2, etaSeconds: 40 },
      'an instance boots, or is about to come free (capacity-booting); 2 tasks first; in about 40 s',
    ],
    [
      { reason: 'pool-max', position: 1, etaSeconds: 600 },
      'every pool that serves its engine runs as many instances as it may (pool-max); 1 task first; in about 10 min',
    ],
    [{ reason: 'starting-soon', position: 0, etaSeconds: 0 }, /\(starting-soon\); any moment$/],
    [{ reason: 'no-pool', position: 0, etaSeconds: null }, 'no pool has its engine (no-pool)'],
    [
      { reason: 'not-before', position: null, etaSeconds: 5, until: '2026-01-01T00:00:00.000Z' },
      'its notBefore has not come (not-before); not before 2026-01-01T00:00:00.000Z',
    ],
    [{ reason: 'a-word-of-tomorrow', position: null, etaSeconds: null }, 'a-word-of-tomorrow'],
  ])('%j', (wait, words) => {
    expect(describeWait(wait)).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });
});
