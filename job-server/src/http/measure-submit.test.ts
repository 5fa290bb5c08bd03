import { describe, expect, it } from '@jest/globals';
import { fakeMeter } from '../testing/fakes.ts';
import { measureSubmit } from './measure-submit.ts';

describe('a submit', () => {
  it('counts against availability when the fault is ours, and against latency beyond 300 ms', () => {
    const meter = fakeMeter();
    for (const status of [202, 422, 503, 500]) measureSubmit(meter, { status, durationMs: 12 });
    measureSubmit(meter, { status: 202, durationMs: 300 });
    measureSubmit(meter, { status: 202, durationMs: 300.1 });
    expect(Object.fromEntries(meter.counts)).toEqual({
      'submit.requests': 6,
      'submit.failed': 2,
      'submit.slow': 1,
      'submit.milliseconds': 6,
    });
  });
});
