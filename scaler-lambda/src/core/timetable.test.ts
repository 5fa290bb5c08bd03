import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aPool } from './builders.ts';
import { type PoolPolicy, servesEngine } from './policy.ts';
import { type Load, Timetable } from './timetable.ts';

/** May wait 50 without a price and 100 in all. */
const aLoad = (change: Partial<Load> = {}): Load => {
  return { engine: 'reel', readyAt: 0, machineAt: 0, softAt: 50, hardAt: 100, windowMs: 100, serviceMs: 60, ...change };
};
const on = (at: readonly number[]) => new Map([['on-demand', at]]);

const POOLS = [aPool(), aPool({ name: 'spot', engines: ['reel'] }), aPool({ name: 'html', engines: ['html'] })];

/** Each task on the machine that is free first among all that serve it, by looking at all of them. */
function layPlainly(loads: readonly Load[], pools: readonly PoolPolicy[], machines: ReadonlyMap<string, number[]>) {
  const all = pools.flatMap((pool) => (machines.get(pool.name) ?? []).map((at) => ({ pool, at })));
  return loads.map(({ engine, readyAt, serviceMs }) => {
    const fit = all.filter(({ pool }) => servesEngine(pool, engine)).sort((a, b) => a.at - b.at)[0];
    if (!fit) return Infinity;
    const startAt = Math.max(fit.at, readyAt);
    fit.at = startAt + serviceMs;
    return startAt;
  });
}

describe('the timetable', () => {
  it('counts who waits beyond patience, and how many windows beyond the objective', () => {
    // One machine, four tasks of 60: starts at 0, 60, 120 and 180.
    const timetable = new Timetable([aLoad(), aLoad(), aLoad(), aLoad()], POOLS);
    // 120 is late by a fifth of a window, 180 by four fifths.
    expect(timetable.weigh(on([0]))).toEqual({ soft: 3, late: 1.2 + 1.8, never: 0 });
    // A second one at 60 leaves starts at 0, 60, 60 and 120.
    expect(timetable.weigh(on([0]), { pool: 'on-demand', count: 1, at: 60 })).toEqual({ soft: 3, late: 1.2, never: 0 });
  });

  it('counts no lateness beyond ten windows, so that one lost task does not buy the whole market', () => {
    expect(new Timetable([aLoad()], POOLS).weigh(on([1e9]))).toEqual({ soft: 1, late: 11, never: 0 });
  });

  it('says who will never be served', () => {
    const loads = [aLoad(), aLoad({ engine: 'ffmpeg' })];
    expect(new Timetable(loads, [aPool({ engines: ['reel'] })]).weigh(on([0]))).toEqual({ soft: 0, late: 0, never: 1 });
  });

  it('starts no task before it is ready', () => {
    const seen: number[] = [];
    new Timetable([aLoad({ readyAt: 30 })], POOLS).tell(on([0]), (_, startAt) => seen.push(startAt));
    expect(seen).toEqual([30]);
  });

  it('lays as a plain search over all machines does', () => {
    const times = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 6 });
    // Of pools that are free at once the first is asked first, here as there.
    const loads = fc.array(
      fc.record({
        engine: fc.constantFrom('reel', 'html'),
        readyAt: fc.nat(300),
        serviceMs: fc.integer({ min: 1, max: 200 }),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(times, times, times, loads, (a, b, c, some) => {
        const machines = new Map([
          ['on-demand', a],
          ['spot', b],
          ['html', c],
        ]);
        const expected = layPlainly(some.map(aLoad), POOLS, machines);
        const seen: number[] = [];
        new Timetable(some.map(aLoad), POOLS).tell(machines, (_, startAt) => seen.push(startAt));
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('never gets worse with another machine of a pool that serves all', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 25 });
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 5 }), lengths, fc.nat(300), (at, some, when) => {
        const timetable = new Timetable(
          some.map((serviceMs) => aLoad({ serviceMs })),
          [aPool()],
        );
        const [few, more] = [
          timetable.weigh(on(at)),
          timetable.weigh(on(at), { pool: 'on-demand', count: 1, at: when }),
        ];
        expect(more.soft + more.never).toBeLessThanOrEqual(few.soft + few.never);
        if (at.length > 0) expect(more.late).toBeLessThanOrEqual(few.late + 1e-9);
      }),
    );
  });
});
