import { describe, expect, it } from '@jest/globals';
import { POLICIES } from './policies.ts';
import { simulate } from './simulate.ts';
import { anArrival, exactFarm } from './testing.ts';

describe.each(Object.entries(POLICIES))('the policy %s', (_name, policy) => {
  it('serves a small trace to its end', () => {
    const trace = Array.from({ length: 30 }, (_, n) => anArrival(n * 45, 50));
    expect(simulate({ trace, policy, farm: exactFarm })).toMatchObject({ jobs: 30, unserved: 0 });
  });
});
