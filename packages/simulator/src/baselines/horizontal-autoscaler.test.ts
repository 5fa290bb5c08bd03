import { describe, expect, it } from '@jest/globals';
import { HorizontalAutoscaler } from './horizontal-autoscaler.ts';

const make = (target: number, stabilizationSeconds = 300) => new HorizontalAutoscaler({ target, stabilizationSeconds });

describe('the horizontal autoscaler', () => {
  it('wants the metric over the target, rounded up', () => {
    expect(make(5).sync(0, 23, 4)).toBe(5);
  });

  it('does nothing within a tenth of the target', () => {
    expect(make(5).sync(0, 21, 4)).toBe(4);
    expect(make(5, 0).sync(0, 18, 4)).toBe(4);
  });

  it('rises by four or by double within 15 s, whichever is more', () => {
    const autoscaler = make(1);
    expect(autoscaler.sync(0, 100, 1)).toBe(5);
    expect(autoscaler.sync(10, 100, 5)).toBe(5);
    expect(autoscaler.sync(15, 100, 5)).toBe(10);
    expect(autoscaler.sync(30, 100, 10)).toBe(20);
  });

  it('falls to the highest it wanted in the stabilization window, all at once', () => {
    const autoscaler = make(1);
    expect(autoscaler.sync(0, 8, 8)).toBe(8);
    expect(autoscaler.sync(15, 6, 8)).toBe(8);
    expect(autoscaler.sync(285, 2, 8)).toBe(8);
    expect(autoscaler.sync(300, 2, 8)).toBe(6);
    expect(autoscaler.sync(315, 2, 6)).toBe(2);
  });

  it('leaves the last replica to whoever scales to zero', () => {
    expect(make(5, 0).sync(0, 0, 3)).toBe(1);
  });
});
