import { describe, expect, it } from '@jest/globals';
import { aPolicy, aPool, aRow, aSight, aTask, NOW } from './core/builders.ts';
import { emptyMemory, planTick, type Sight } from './core/index.ts';
import { measureTick } from './measure-tick.ts';

const measure = (sight: Sight, policy = aPolicy()) => {
  const { plan, foreign } = planTick(sight, policy, NOW);
  return measureTick({ plan, foreign, snapshot: sight, outcomes: [] }, policy, NOW);
};
const valueOf = (measured: ReturnType<typeof measure>, name: string, lane?: string): unknown =>
  measured
    .filter((each) => each.lane === lane)
    .flatMap(({ metrics }) => metrics)
    .find((each) => each.name === name)?.value;

describe('the metrics of a tick', () => {
  it('say how old the oldest task is that may start, and nothing of those that are not due', () => {
    const waiting = [
      aTask({ enqueuedAt: NOW - 90_000, notBefore: NOW - 90_000 }),
      aTask({ enqueuedAt: NOW - 500_000, notBefore: NOW - 10_000 }),
      aTask({ enqueuedAt: NOW - 900_000, notBefore: NOW + 1 }),
    ];
    const measured = measure(aSight({ waiting }));
    expect(valueOf(measured, 'job.queued.oldest', 'express')).toBe(90);
    expect(valueOf(measured, 'job.queued', 'express')).toBe(2);
    expect(valueOf(measured, 'job.queued.oldest', 'bulk')).toBe(0);
  });

  it('say why machines were wanted and not allowed', () => {
    const policy = aPolicy({ pools: [aPool({ max: 0 })] });
    const measured = measure(aSight({ waiting: [aTask()] }), policy);
    expect(measured.filter(({ properties }) => properties)).toEqual([
      { metrics: [{ name: 'capacity.unmet', value: 1, unit: 'Count' }], properties: { reason: 'pool-max' } },
    ]);
  });

  it('say by name what an operator can change: capacity, quota, money', () => {
    const refused = (change: Partial<Omit<Sight, 'kind'>>, policy = aPolicy()) =>
      measure(aSight({ waiting: [aTask()], ...change }), policy);
    const cooling = [{ pool: 'on-demand', until: NOW + 1, failures: 1, because: '' }];
    expect(valueOf(refused({ memory: { ...emptyMemory, cooling } }), 'capacity.no_capacity')).toBe(1);
    const quota = [{ pool: 'on-demand', until: NOW + 1, failures: 1, because: '', isQuota: true }];
    expect(valueOf(refused({ memory: { ...emptyMemory, cooling: quota } }), 'capacity.quota')).toBe(1);
    expect(valueOf(refused({}, aPolicy({ spend: { perHour: 0 } })), 'capacity.spend')).toBe(1);
    expect(valueOf(refused({}), 'capacity.spend')).toBe(0);
  });

  it('say how many seats are in use and how many are left of the engine with the fewest', () => {
    const policy = aPolicy({
      seats: [
        { engine: 'studio', seats: 4 },
        { engine: 'other', seats: 9 },
      ],
    });
    const measured = measure(aSight({ seats: [{ engine: 'studio', held: 3 }] }), policy);
    expect([valueOf(measured, 'seats.in_use'), valueOf(measured, 'seats.free')]).toEqual([3, 1]);
    expect(valueOf(measure(aSight({})), 'seats.free')).toBeUndefined();
  });

  it('say that a breaker is open, by pool', () => {
    const boot = {
      phase: 'abandoned',
      launchedAt: NOW,
      sends: 1,
      result: { ok: false, code: 20, message: 'no driver' },
    } as const;
    const instances = [1, 2, 3].map((n) => aRow({ id: `i-${n}`, state: 'gone', boot }));
    expect(valueOf(measure(aSight({ instances })), 'breaker.open')).toBe(1);
    expect(valueOf(measure(aSight({})), 'breaker.open')).toBe(0);
  });

  it('say that somebody else changed capacity', () => {
    const memory = { ...emptyMemory, wrote: { 'on-demand': 3 } };
    expect(valueOf(measure(aSight({ memory })), 'capacity.foreign')).toBe(1);
    expect(valueOf(measure(aSight({})), 'capacity.foreign')).toBeUndefined();
  });

  it('say that the loop lives, also when it sees nothing', () => {
    const blind = { kind: 'blind', at: NOW, because: 'throttled' } as const;
    const { plan, foreign } = planTick(blind, aPolicy(), NOW);
    const measured = measureTick({ plan, foreign, snapshot: blind, outcomes: [] }, aPolicy(), NOW);
    expect(measured.flatMap(({ metrics }) => metrics.map(({ name, value }) => `${name} ${String(value)}`))).toEqual([
      'scaler.loop 1',
      'scaler.blind 1',
    ]);
  });

  it('count the calls that failed', () => {
    const sight = aSight({});
    const decision = { kind: 'grow', pool: 'on-demand', by: 1, to: 1, because: '' } as const;
    const outcomes = [{ decision, outcome: 'failed' }] as const;
    const told = { ...planTick(sight, aPolicy(), NOW), snapshot: sight, outcomes };
    const measured = measureTick(told, aPolicy(), NOW);
    expect(valueOf(measured, 'scaler.apply_failed')).toBe(1);
  });
});
