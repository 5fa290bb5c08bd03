import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FarmOptions } from '../farm.ts';
import { type CapacityPolicyFactory, type QueueView } from '../policy.ts';
import { simulateFully } from '../simulate.ts';
import { anArrival, aPolicy, exactFarm, onePerTask } from '../testing.ts';
import { sortTrace, type Trace, workOf } from '../trace.ts';
import { type History } from './kernel.ts';

function run(trace: Trace, policy: CapacityPolicyFactory, farm: FarmOptions = {}) {
  return simulateFully({ trace, policy, farm: { ...exactFarm, ...farm } });
}

describe('a farm in virtual time', () => {
  it('boots a machine for a task, serves it, and bills from launch to end', () => {
    const { history, report } = run([anArrival(100, 50)], aPolicy(onePerTask));
    expect(history.tasks).toMatchObject([{ startedAt: 340, endedAt: 390 }]);
    expect(history.machines).toMatchObject([{ launchedAt: 100, readyAt: 340, endedAt: 390, runs: 1 }]);
    expect(report).toMatchObject({ jobs: 1, attainment: 1, launches: 1, unusedLaunches: 0, killed: 0, unserved: 0 });
    expect(report.waitSeconds).toEqual({ mean: 240, p50: 240, p95: 240, p99: 240, max: 240 });
    expect(report.instanceHours * 3_600).toBeCloseTo(290);
  });

  it('starts a stopped machine sooner, and puts it back on the shelf when it is scaled in', () => {
    const { history } = run([anArrival(0, 30), anArrival(1_000, 30)], aPolicy(onePerTask), { warm: 1 });
    const [first, second] = history.machines;
    expect(first).toMatchObject({ origin: 'warm', launchedAt: 0, readyAt: 45 });
    expect(second).toMatchObject({ id: first?.id, origin: 'warm', launchedAt: 1_000, readyAt: 1_045 });
  });

  it('boots cold while the shelf is empty', () => {
    const { history } = run([anArrival(0, 30), anArrival(0, 30)], aPolicy(onePerTask), { warm: 1 });
    expect(history.machines.map(({ origin }) => origin)).toEqual(['warm', 'cold']);
  });

  it('gives a task to the machine that comes free first', () => {
    const { history } = run(
      [anArrival(0, 100), anArrival(0, 10), anArrival(0, 10)],
      aPolicy(() => 2),
    );
    expect(history.tasks.map(({ startedAt }) => startedAt)).toEqual([240, 240, 250]);
  });

  it('a protected scale-in waits for the end of the render', () => {
    const { history, report } = run(
      [anArrival(0, 100), anArrival(0, 20)],
      aPolicy(({ at }) => (at < 250 ? 2 : 1)),
    );
    expect(report.killed).toBe(0);
    expect(history.tasks.map(({ endedAt }) => endedAt)).toEqual([340, 260]);
    expect(history.machines.map(({ endedAt }) => endedAt).sort()).toEqual([263, 340]);
  });

  it('an unprotected one kills it, and the render starts again from nothing', () => {
    const decide = ({ at }: QueueView): number => (at >= 300 && at < 310 ? 0 : 1);
    const { history, report } = run([anArrival(0, 100)], aPolicy(decide, { protectsBusy: false }));
    expect(report.killed).toBe(1);
    expect(history.tasks).toMatchObject([{ startedAt: 240, endedAt: 310 + 240 + 100, lostRuns: 1 }]);
    expect(report.waitSeconds.max).toBe(240);
  });

  it('shows a policy the farm of as long ago as its metrics take', () => {
    const seen: QueueView[] = [];
    const decide = (view: QueueView): number => {
      seen.push(view);
      return onePerTask(view);
    };
    const { history } = run([anArrival(0, 30)], aPolicy(decide, { lagSeconds: 30, periodSeconds: 60 }));
    expect(history.machines).toMatchObject([{ launchedAt: 30 }]);
    expect(seen[0]).toEqual({ at: 0, waiting: 1, running: 0, machines: 0, booting: 0, ready: 0 });
  });

  it('replaces a machine whose bootstrap failed, which was billed until then', () => {
    const { report } = run([anArrival(0, 60)], aPolicy(onePerTask), { bootFailureShare: 1 });
    expect(report).toMatchObject({ unserved: 1, attainment: 0 });
    expect(report.launches).toBe(report.unusedLaunches);
    expect(report.instanceHours).toBeCloseTo(7 * 24, 0);
  });

  it('puts another machine on the shelf for a stopped one that failed, and bills its boot', () => {
    const { history } = run([anArrival(0, 60)], aPolicy(onePerTask), { warm: 1, bootFailureShare: 1 });
    const [first] = history.machines;
    expect(first).toMatchObject({ origin: 'warm', endedAt: 45 });
    expect(history.refills[0]).toEqual({ from: 45, to: 45 + 240 });
    const again = history.machines.find(({ origin, launchedAt }) => origin === 'warm' && launchedAt > 0);
    expect(again?.id).not.toBe(first?.id);
  });

  it('waits out a shortage of a zone in the next one', () => {
    const shortages = [{ from: 0, until: 3_600, zone: 'a' }];
    const { history } = run([anArrival(0, 60)], aPolicy(onePerTask), { shortages });
    expect(history.machines).toMatchObject([{ launchedAt: 10, place: { zone: 'b' } }]);
  });

  it('never has more machines than it may', () => {
    const trace = Array.from({ length: 50 }, () => anArrival(0, 10));
    expect(run(trace, aPolicy(onePerTask), { maxInstances: 3 }).history.machines).toHaveLength(3);
  });

  it('refuses a policy that wants no number', () => {
    expect(() =>
      run(
        [anArrival(0, 1)],
        aPolicy(() => Number.NaN),
      ),
    ).toThrow('policy test wants NaN machines at 0 s');
  });
});

const aTrace = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 400 })), {
    minLength: 1,
    maxLength: 25,
  })
  .map((pairs) => sortTrace(pairs.map(([at, service]) => anArrival(at, service))));

const aFarm = fc.record({
  warm: fc.integer({ min: 0, max: 3 }),
  maxInstances: fc.integer({ min: 1, max: 6 }),
  bootFailureShare: fc.constantFrom(0, 0.2),
});

/** Most tasks at work at once, by the spans of those that were never thrown away. */
function mostAtOnce({ tasks }: History): number {
  const bends = tasks.flatMap(({ startedAt = 0, endedAt = 0 }) => [
    { at: startedAt, by: 1 },
    { at: endedAt, by: -1 },
  ]);
  let [now, most] = [0, 0];
  for (const { by } of bends.sort((a, b) => a.at - b.at || a.by - b.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

describe('what holds in every run', () => {
  it.each([true, false])(
    'every task ends once, on a machine that was billed for it (protected: %s)',
    (protectsBusy) => {
      fc.assert(
        fc.property(aTrace, aFarm, fc.integer({ min: 0, max: 1_000 }), (trace, farm, seed) => {
          const policy = aPolicy(({ waiting, running }) => Math.ceil((waiting + running) / 2), { protectsBusy });
          const { history, report } = simulateFully({ trace, policy, farm, seed });
          expect(report.unserved).toBe(0);
          for (const { arrival, startedAt = -1, endedAt = -1 } of history.tasks) {
            expect(startedAt).toBeGreaterThanOrEqual(arrival.at);
            expect(endedAt - startedAt).toBeGreaterThanOrEqual(arrival.service - 1e-6);
          }
          expect(report.instanceHours * 3_600).toBeGreaterThanOrEqual(workOf(trace) - 1e-6);
          if (report.killed === 0) expect(mostAtOnce(history)).toBeLessThanOrEqual(farm.maxInstances);
          expect(protectsBusy && report.killed > 0).toBe(false);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('the same trace, farm and seed give the same report', () => {
    fc.assert(
      fc.property(aTrace, aFarm, fc.integer(), (trace, farm, seed) => {
        const once = () => simulateFully({ trace, policy: aPolicy(onePerTask), farm, seed }).report;
        expect(once()).toEqual(once());
      }),
      { numRuns: 20 },
    );
  });
});
