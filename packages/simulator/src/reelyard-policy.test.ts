import { describe, expect, it } from '@jest/globals';
import { type Decision, type Plan, type Sight } from '@reelyard/scaler-lambda/core';
import fc from 'fast-check';
import { type FarmOptions } from './farm.ts';
import { EPOCH_MS } from './reelyard/instant.ts';
import { simulateFully } from './simulate.ts';
import { anArrival, exactFarm } from './testing.ts';
import { sortTrace, type Trace, workOf } from './trace.ts';

interface Tick {
  at: number;
  sight: Sight;
  plan: Plan;
}

function run(trace: Trace, farm: FarmOptions = {}, seed = 1) {
  const ticks: Tick[] = [];
  const simulation = simulateFully({
    trace,
    policy: 'reelyard',
    farm: { ...exactFarm, ...farm },
    seed,
    witness: (sight, plan) => ticks.push({ at: (sight.at - EPOCH_MS) / 1_000, sight, plan }),
  });
  return { ...simulation, ticks };
}

function decisionsOf(ticks: readonly Tick[], kind: Decision['kind']): Decision[] {
  return ticks.flatMap(({ plan }) => (plan.kind === 'act' ? plan.decisions.filter((each) => each.kind === kind) : []));
}

const oneAnHour = [anArrival(605.5, 40), anArrival(4_200, 40), anArrival(7_800, 40)];

describe("the farm's own law in virtual time", () => {
  it('is woken by a task within a second, and sleeps while there is nothing but the minute', () => {
    const { ticks, history } = run(oneAnHour);
    const before = ticks.filter(({ at }) => at < 605);
    expect(before.map(({ at }) => at)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
    expect(ticks.map(({ at }) => at)).toContain(606.5);
    expect(history.tasks[0]?.startedAt).toBeGreaterThanOrEqual(605.5 + 240);
    expect(history.tasks[0]?.startedAt).toBeLessThanOrEqual(605.5 + 300);
  });

  it('ends a machine by park, drain and termination, in this order and with no task on it', () => {
    const { ticks, history } = run(oneAnHour);
    const ended = history.machines.filter(({ state }) => state === 'ended');
    expect(ended.length).toBeGreaterThanOrEqual(2);
    for (const { id } of ended) {
      const words = (['park', 'drain', 'terminate'] as const).map((kind) =>
        ticks.findIndex(({ plan }) =>
          decisionsOf([{ at: 0, sight: {} as Sight, plan }], kind).some(
            (each) => 'instance' in each && each.instance === id,
          ),
        ),
      );
      expect(words).toEqual([...words].sort((a, b) => a - b));
      expect(words[0]).toBeGreaterThanOrEqual(0);
    }
  });

  it('sees what a ledger would hold: a boot, an agent that reports, and progress that is honest and not exact', () => {
    const { ticks } = run([anArrival(0, 200)]);
    const rows = ticks.flatMap(({ sight }) => sight.instances);
    expect(rows.some(({ state, agent }) => state === 'booting' && agent === undefined)).toBe(true);
    const busy = rows.flatMap(({ agent }) => (agent?.running ? [{ at: agent.at, ...agent.running }] : []));
    expect(busy.length).toBeGreaterThan(3);
    for (const { at, startedAt, progress = 0 } of busy) {
      const share = (at - startedAt) / 200_000;
      expect(Math.abs(progress - share)).toBeLessThan(0.2);
    }
  });

  it('reports what it served, which the law learns from', () => {
    const { ticks } = run(Array.from({ length: 12 }, (_, n) => anArrival(n, 30)));
    const served = ticks.flatMap(({ sight }) => sight.instances.flatMap(({ agent }) => agent?.served ?? []));
    expect(served[0]).toMatchObject({ engine: 'reel', frames: 300, seconds: 30 });
    expect(
      Math.max(...ticks.flatMap(({ sight }) => sight.instances.map(({ agent }) => agent?.served?.length ?? 0))),
    ).toBeLessThanOrEqual(8);
  });

  it('takes a machine off the shelf, and finds it there again after it was scaled in', () => {
    const { history, ticks } = run(oneAnHour, { warm: 1 });
    expect(history.machines.every(({ origin }) => origin === 'warm')).toBe(true);
    expect(new Set(history.machines.map(({ id }) => id)).size).toBe(1);
    const stopped = ticks.filter(({ sight }) =>
      sight.groups[0]?.members.some(({ lifecycle }) => lifecycle === 'Warmed:Stopped'),
    );
    expect(stopped.length).toBeGreaterThan(0);
  });

  it('lets go of a machine whose bootstrap failed, and gets on', () => {
    const trace = Array.from({ length: 60 }, (_, n) => anArrival(n * 1_200, 60));
    const { report, history } = run(trace, { bootFailureShare: 0.3 });
    expect(report.unserved).toBe(0);
    expect(history.machines.some(({ readyAt }) => readyAt === undefined)).toBe(true);
  });

  it('gives tasks of interrupted machines to others', () => {
    const trace = Array.from({ length: 80 }, (_, n) => anArrival(n * 30, 300, { lane: 'bulk' }));
    const { report, history } = run(trace, { spot: { hazardPerHour: 3 } });
    expect(history.machines.some(({ purchase }) => purchase === 'spot')).toBe(true);
    expect(report.killed).toBeGreaterThan(0);
    expect(report.unserved).toBe(0);
  });

  it('never ends a machine at work, ends every task once, and bills no less than the work', () => {
    const aTrace = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 7_200 }), fc.integer({ min: 1, max: 400 })), {
        minLength: 1,
        maxLength: 40,
      })
      .map((pairs) => sortTrace(pairs.map(([at, service]) => anArrival(at, service))));
    const aFarm = fc.record({ warm: fc.integer({ min: 0, max: 4 }), maxInstances: fc.integer({ min: 1, max: 8 }) });
    fc.assert(
      fc.property(aTrace, aFarm, fc.integer({ min: 0, max: 1_000 }), (trace, farm, seed) => {
        const { report } = run(trace, farm, seed);
        expect(report).toMatchObject({ unserved: 0, killed: 0 });
        expect(report.instanceHours * 3_600).toBeGreaterThanOrEqual(workOf(trace) - 1e-6);
      }),
      { numRuns: 12 },
    );
  });
});
