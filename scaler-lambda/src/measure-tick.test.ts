import { describe, expect, it } from '@jest/globals';
import { aPolicy, aPool, aSight, aTask, NOW } from './core/builders.ts';
import { decideTick, type Sight } from './core/index.ts';
import { measureTick } from './measure-tick.ts';

const measure = (sight: Sight, policy = aPolicy()) => measureTick(decideTick(sight, policy, NOW), sight, [], NOW);
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

  it('say that the loop lives, also when it sees nothing', () => {
    const blind = { kind: 'blind', at: NOW, because: 'throttled' } as const;
    const measured = measureTick(decideTick(blind, aPolicy(), NOW), blind, [], NOW);
    expect(measured.flatMap(({ metrics }) => metrics.map(({ name, value }) => `${name} ${String(value)}`))).toEqual([
      'scaler.loop 1',
      'scaler.blind 1',
    ]);
  });

  it('count the calls that failed', () => {
    const sight = aSight({});
    const decision = { kind: 'grow', pool: 'on-demand', by: 1, to: 1, because: '' } as const;
    const measured = measureTick(decideTick(sight, aPolicy(), NOW), sight, [{ decision, outcome: 'failed' }], NOW);
    expect(valueOf(measured, 'scaler.apply_failed')).toBe(1);
  });
});
