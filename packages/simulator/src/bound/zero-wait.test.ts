import { describe, expect, it } from '@jest/globals';
import { zeroWaitSeconds } from './zero-wait.ts';

describe('the zero-wait optimum', () => {
  it('boots one machine per job that runs at the same time', () => {
    const spans = [
      { from: 0, to: 60 },
      { from: 30, to: 90 },
    ];
    expect(zeroWaitSeconds(spans, 240)).toBe(60 + 60 + 240 + 240);
  });

  it('keeps a machine through a gap that is shorter than a boot, and lets it go through a longer one', () => {
    const spans = (gap: number) => [
      { from: 0, to: 60 },
      { from: 60 + gap, to: 120 + gap },
    ];
    expect(zeroWaitSeconds(spans(140), 240)).toBe(240 + 60 + 140 + 60);
    expect(zeroWaitSeconds(spans(500), 240)).toBe(240 + 60 + 240 + 60);
  });

  it('hands a machine from a job that ends to one that begins', () => {
    const spans = [
      { from: 0, to: 60 },
      { from: 60, to: 120 },
    ];
    expect(zeroWaitSeconds(spans, 240)).toBe(240 + 120);
  });
});
