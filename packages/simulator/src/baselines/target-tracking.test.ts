import { describe, expect, it } from '@jest/globals';
import { aView, decideUntil } from './some-view.ts';
import { createTargetTracking } from './target-tracking.ts';

/** The guide's example: 1,500 messages, 0.1 s each, 10 instances, latency 10 s: target 100, metric 150, so 15 instances. */
const guide = { acceptableLatency: 10, instanceWarmup: 300, minimum: 10 };
const flooded = { waiting: 1_500, backlogSeconds: 150, ready: 10 };

describe('target tracking on backlog per instance', () => {
  it('does the example of the guide: 1,500 messages on 10 instances need 15, after three minutes', () => {
    const policy = createTargetTracking(guide);
    expect(decideUntil(policy, 180, (at) => aView(at, flooded))).toEqual([10, 10, 15, 15]);
  });

  it('shrinks after fifteen minutes below nine tenths of the target, and not while an instance warms up', () => {
    const policy = createTargetTracking({ ...guide, minimum: 0 });
    const quiet = { waiting: 500, backlogSeconds: 50, ready: 15 };
    const wanted = decideUntil(policy, 1_200, (at) => aView(at, at < 180 ? flooded : quiet));
    expect(wanted.slice(2, 17)).toEqual(Array.from({ length: 15 }, () => 15));
    expect(wanted[17]).toBe(5);
  });

  it('stays within a tenth below the target', () => {
    const policy = createTargetTracking({ ...guide, minimum: 0 });
    const near = { waiting: 950, backlogSeconds: 95, ready: 10 };
    expect(decideUntil(policy, 1_800, (at) => aView(at, at < 180 ? flooded : near)).at(-1)).toBe(15);
  });

  it('starts from no instance as if there were one', () => {
    const policy = createTargetTracking({ acceptableLatency: 60, instanceWarmup: 300, minimum: 0 });
    const views = decideUntil(policy, 120, (at) => aView(at, { waiting: 4, backlogSeconds: 180 }));
    expect(views).toEqual([0, 0, 3]);
  });
});
