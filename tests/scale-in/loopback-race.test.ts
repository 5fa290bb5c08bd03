import { describe, expect, it } from '@jest/globals';
import { raceOnLoopback } from './loopback-race.ts';

describe('agents on the loopback AWS that are parked around their claims', () => {
  it('never hold a task once they have acknowledged, and every job ends', async () => {
    const result = await raceOnLoopback({ seed: 1, races: 50 });
    expect(result).toMatchObject({ killed: 0, unfinished: 0 });
    expect(result.races).toBeGreaterThanOrEqual(50);
    // Races that one side always wins prove nothing.
    expect(result.claimedFirst).toBeGreaterThan(0);
    expect(result.claimedFirst).toBeLessThan(result.races);
  }, 300_000);
});
