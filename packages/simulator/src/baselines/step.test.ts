import { describe, expect, it } from '@jest/globals';
import { aView } from './some-view.ts';
import { createStep } from './step.ts';

const steps = { gain: 1, scaleInPeriods: 5, scaleInPercent: 50, instanceWarmup: 300 };

describe('step scaling on visible messages', () => {
  it('adds what the step of the alarm says, counted from the instances in service', () => {
    const policy = createStep(steps);
    expect(policy.decide(aView(0, { waiting: 12 }))).toBe(10);
    expect(policy.decide(aView(60, { waiting: 15, booting: 10 }))).toBe(10);
    expect(policy.decide(aView(120, { waiting: 25, booting: 10 }))).toBe(20);
    expect(policy.decide(aView(360, { waiting: 5, running: 20 }))).toBe(25);
  });

  it('takes half of the group for each minute of quiet after five, and not while an instance warms up', () => {
    const policy = createStep(steps);
    policy.decide(aView(0, { waiting: 10 }));
    const wanted = [60, 120, 180, 240, 300, 360].map((at) => policy.decide(aView(at, { ready: 10 })));
    expect(wanted).toEqual([10, 10, 10, 10, 5, 3]);
  });

  it('ends with the last machine', () => {
    const policy = createStep({ ...steps, instanceWarmup: 0, scaleInPeriods: 1 });
    policy.decide(aView(0, { waiting: 1 }));
    expect(policy.decide(aView(60, { ready: 1 }))).toBe(0);
  });
});
