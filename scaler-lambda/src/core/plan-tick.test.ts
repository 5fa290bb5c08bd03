import { describe, expect, it } from '@jest/globals';
import { aMember, aPolicy, aPool, aRow, aSight, aTask, NOW } from './builders.ts';
import { planTick } from './plan-tick.ts';
import { emptyMemory, type LaunchFailure, type Sight } from './snapshot.ts';
import { dollarsToday } from './spend.ts';

const decisionsOf = (sight: Sight, policy = aPolicy()) => {
  const { plan, foreign } = planTick(sight, policy, NOW);
  if (plan.kind === 'hold') throw new Error(plan.because);
  return { ...plan, foreign };
};

const refusal: LaunchFailure = { pool: 'on-demand', at: NOW, kind: 'insufficient-capacity', message: 'no capacity' };

describe('desired capacity that somebody else wrote', () => {
  const instances = [aRow({ id: 'i-1' }), aRow({ id: 'i-2' })];
  const withDesired = (desired: number, wrote: number): Sight => ({
    ...aSight({ instances, memory: { ...emptyMemory, wrote: { 'on-demand': wrote } } }),
    groups: [{ pool: 'on-demand', desired, members: instances.map(({ id }) => aMember(id)) }],
  });

  it('is told, and set back where it was lowered below what stands', () => {
    const { decisions, foreign } = decisionsOf(withDesired(0, 2));
    expect(foreign).toEqual([{ pool: 'on-demand', from: 2, to: 0 }]);
    expect(decisions).toContainEqual(expect.objectContaining({ kind: 'restore', from: 0, to: 2 }));
  });

  it('is supply where it was raised', () => {
    const { decisions, foreign, pools } = decisionsOf(withDesired(4, 2));
    expect(foreign).toEqual([{ pool: 'on-demand', from: 2, to: 4 }]);
    expect(decisions.filter(({ kind }) => kind === 'restore')).toEqual([]);
    expect(pools['on-demand']).toMatchObject({ desired: 4, pending: 2 });
  });

  it('is nobody else when it is what we wrote, or when we never wrote', () => {
    expect(decisionsOf(withDesired(2, 2)).foreign).toEqual([]);
    expect(decisionsOf({ ...withDesired(2, 2), memory: emptyMemory }).foreign).toEqual([]);
  });

  it('counts no machine that we have just ended, though it still stands', () => {
    const ending = {
      ...withDesired(1, 1),
      instances: [aRow({ id: 'i-1' }), aRow({ id: 'i-2', state: 'terminating' })],
    };
    expect(decisionsOf(ending).decisions.filter(({ kind }) => kind === 'restore')).toEqual([]);
  });
});

describe('machines that cannot be had', () => {
  const policy = aPolicy({ pools: [aPool(), aPool({ name: 'spare', hourlyCost: 3 })] });
  const asked: Sight = aSight({
    waiting: [aTask()],
    groups: [
      { pool: 'on-demand', desired: 1, members: [] },
      { pool: 'spare', desired: 0, members: [] },
    ],
  });

  it('are no longer asked for, and the other pool takes over', () => {
    const { decisions, memory } = decisionsOf({ ...asked, launchFailures: [refusal] }, policy);
    expect(decisions).toMatchObject([
      { kind: 'restore', pool: 'on-demand', from: 1, to: 0, because: 'no-capacity: 1 more were asked for' },
      { kind: 'grow', pool: 'spare', to: 1 },
    ]);
    expect(memory).toMatchObject({ cooling: [{ pool: 'on-demand' }], heard: { 'on-demand': NOW } });
  });

  it('are still asked for while another place may have them', () => {
    const places = { types: ['c7i.xlarge'], zones: ['us-east-1a', 'us-east-1b'] };
    const pools = [aPool({ places }), aPool({ name: 'spare', hourlyCost: 3 })];
    const launchFailures = [{ ...refusal, type: 'c7i.xlarge', zone: 'us-east-1a' }];
    expect(decisionsOf({ ...asked, launchFailures }, { ...policy, pools }).decisions).toEqual([]);
  });

  it('are why jobs wait when no pool is left', () => {
    const { unmet, waiting } = decisionsOf({ ...asked, launchFailures: [refusal] }, aPolicy());
    expect(unmet).toEqual({ 'no-capacity': 1 });
    expect(waiting.express).toMatchObject({ code: 'no-capacity' });
  });
});

describe('money', () => {
  it('is counted from tick to tick, by what is billed', () => {
    const members = [aMember('i-1'), aMember('i-2', 'Warmed:Stopped'), aMember('i-3', 'Terminating:Wait')];
    const day = new Date(NOW).toISOString().slice(0, 10);
    const spent = { day, dollars: 5, at: NOW - 1_800_000 };
    const sight = aSight({
      groups: [{ pool: 'on-demand', desired: 1, members }],
      memory: { ...emptyMemory, spent },
    });
    expect(decisionsOf(sight, aPolicy({ pools: [aPool({ hourlyCost: 2 })] })).memory.spent).toEqual({
      day,
      dollars: 5 + 2,
      at: NOW,
    });
  });

  it('of yesterday is not counted today', () => {
    expect(dollarsToday({ day: '2020-01-01', dollars: 99, at: 0 }, NOW)).toBe(0);
  });
});
