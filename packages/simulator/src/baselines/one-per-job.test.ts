import { describe, expect, it } from '@jest/globals';
import { createOnePerJob } from './one-per-job.ts';
import { aView } from './some-view.ts';

describe('a machine per job', () => {
  it('has as many machines as jobs wait and run, and none without a job', () => {
    const policy = createOnePerJob({});
    expect(policy.decide(aView(0, { waiting: 3, running: 2 }))).toBe(5);
    expect(policy.decide(aView(10, { running: 1, ready: 5 }))).toBe(1);
    expect(policy.decide(aView(20))).toBe(0);
  });
});
