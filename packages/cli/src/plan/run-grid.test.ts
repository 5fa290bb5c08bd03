import { describe, expect, it } from '@jest/globals';
import { prod } from '@reelyard/environments';
import { commonArrival, GENERATORS, readTrace } from '@reelyard/simulator';
import { Readable } from 'node:stream';
import { runSettings } from './run-grid.ts';
import { standingOf } from './settings.ts';
import { toCsv } from './write-trace.ts';

const standing = standingOf(prod);
/** One task of a minute, each hour of two days. */
const hourly = Array.from({ length: 48 }, (_, n) => ({ ...commonArrival, at: n * 3_600, service: 60 }));

describe('the past under other settings', () => {
  const run = (change: Partial<typeof standing.today>, seeds = [1]) =>
    runSettings({ ...standing.today, ...change }, { trace: hourly, standing, seeds });

  it('costs a month what its scored part costs, a month long', () => {
    const cold = run({ warm: 0, spotShare: 0 });
    // Each hour a boot and a minute of work at least, at 0.714 dollars an hour.
    const least = ((120 + 60) / 3_600) * 0.714 * 24 * 30.4375;
    expect(cold.dollarsAMonth).toBeGreaterThan(least * 0.9);
    expect(cold.dollarsAMonth).toBeLessThan(24 * 30.4375 * 0.714 * 2);
    expect(cold.spotHoursShare).toBe(0);
    expect(cold.jobs).toBeLessThan(48);
  });

  it('waits less with stopped machines on the shelf', () => {
    const [cold, warm] = [run({ warm: 0, spotShare: 0 }), run({ warm: 2, spotShare: 0 })];
    expect(warm.waitSeconds.p50).toBeLessThan(cold.waitSeconds.p50);
  });

  it('uses spot when it may, and never when it may not', () => {
    expect(run({ warm: 0, spotShare: 0.8 }).spotHoursShare).toBeGreaterThan(0.5);
  });

  it('says how far several seeds lie apart', () => {
    const [one, two, both] = [run({ warm: 0 }), run({ warm: 0 }, [2]), run({ warm: 0 }, [1, 2])];
    expect(both.dollarsAMonth).toBeCloseTo((one.dollarsAMonth + two.dollarsAMonth) / 2);
    expect(one.spread).toBeUndefined();
    expect(both.spread?.dollarsAMonth).toBeGreaterThan(0);
  });

  it('is the same for the same seed, and knows which is today’s', () => {
    expect(run({})).toEqual(run({}));
    expect([run({}).isToday, run({ warm: 0 }).isToday]).toEqual([true, false]);
  });
});

describe('a trace that was written', () => {
  it('is read back as it was, to the millisecond', async () => {
    const trace = GENERATORS.sessions(1, 1);
    const back = await readTrace(Readable.from(toCsv(trace)));
    expect(back).toHaveLength(trace.length);
    back.forEach((arrival, n) => {
      const { at, service, ...rest } = arrival;
      const { at: wasAt = 0, service: was = 0, ...before } = trace[n] ?? (commonArrival as never);
      expect(rest).toEqual(before);
      expect([Math.abs(at - wasAt) < 0.001, Math.abs(service - was) < 0.001]).toEqual([true, true]);
    });
  });
});
