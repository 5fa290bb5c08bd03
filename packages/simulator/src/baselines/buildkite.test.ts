import { describe, expect, it } from '@jest/globals';
import { createBuildkite } from './buildkite.ts';
import { aView } from './some-view.ts';

const stack = { scaleOutCooldownPeriod: 300, scaleInIdlePeriod: 600, scaleOutFactor: 1 };

describe('the Buildkite agent scaler', () => {
  it('wants scheduled plus running jobs, and waits out its cooldown before it grows again', () => {
    const policy = createBuildkite(stack);
    expect(policy.decide(aView(0, { waiting: 3 }))).toBe(3);
    expect(policy.decide(aView(10, { waiting: 9, booting: 3 }))).toBe(3);
    expect(policy.decide(aView(300, { waiting: 6, running: 3 }))).toBe(9);
  });

  it('grows by a share of the difference, rounded up', () => {
    const policy = createBuildkite({ ...stack, scaleOutFactor: 0.5, scaleOutCooldownPeriod: 0 });
    expect(policy.decide(aView(0, { waiting: 5 }))).toBe(3);
    expect(policy.decide(aView(10, { waiting: 5, booting: 3 }))).toBe(4);
  });

  it('lets a machine go that was idle for the period, and never a busy one', () => {
    const policy = createBuildkite(stack);
    policy.decide(aView(0, { waiting: 3 }));
    policy.decide(aView(240, { running: 3 }));
    policy.decide(aView(300, { running: 1, ready: 3 }));
    expect(policy.decide(aView(830, { running: 1, ready: 3 }))).toBe(3);
    expect(policy.decide(aView(840, { running: 1, ready: 3 }))).toBe(1);
    expect(policy.decide(aView(5_000, { running: 1, ready: 1 }))).toBe(1);
  });

  it('counts a machine that never got a job from the time it became ready', () => {
    const policy = createBuildkite(stack);
    policy.decide(aView(0, { waiting: 2 }));
    policy.decide(aView(240, { running: 1, ready: 2 }));
    expect(policy.decide(aView(839, { running: 1, ready: 2 }))).toBe(2);
    expect(policy.decide(aView(840, { running: 1, ready: 2 }))).toBe(1);
  });
});
