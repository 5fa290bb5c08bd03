import { describe, expect, it } from '@jest/globals';
import { type AgentReport, type Instance } from '@reelyard/contracts';
import { aBoot, aMember, anAgent, aPolicy, aPool, aRow, aSight, NOW } from './builders.ts';
import { emptyMemory, type ProbeMemory, type Sight } from './snapshot.ts';
import { countSupply, tallySupply } from './supply.ts';

const policy = aPolicy({ pools: [aPool({ bootSeconds: 240, warm: { size: 2, bootSeconds: 45 } })] });
const unitsOf = (sight: Sight) => countSupply(sight, policy, NOW);
const unitOf = (row: Instance) => unitsOf(aSight({ instances: [row] }))[0];
const booting = (launchedAt: number, origin?: string): Instance => {
  const row = aRow({ state: 'booting', boot: aBoot({ launchedAt, ...(origin === undefined ? {} : { origin }) }) });
  delete row.agent;
  return row;
};
const working = (change: Partial<AgentReport>) =>
  aRow({ agent: anAgent({ state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }], ...change }) });
const running = { frames: 100, pixels: 1_000_000, engine: 'reel' };

describe('supply', () => {
  it('counts on a booting machine when its boot ends, sooner out of the warm pool', () => {
    expect(unitOf(booting(NOW - 40_000))).toMatchObject({ state: 'pending', freeAt: NOW + 200_000 });
    expect(unitOf(booting(NOW - 40_000, 'WarmPool'))).toMatchObject({ state: 'pending', freeAt: NOW + 5_000 });
  });

  it('calls a boot stuck after one and a half boots and four minutes, not before', () => {
    expect(unitOf(booting(NOW - 360_000))?.flaw).toBeUndefined();
    expect(unitOf(booting(NOW - 360_001))?.flaw).toBe('stuck');
    expect(unitOf(booting(NOW - 240_000, 'WarmPool'))?.flaw).toBeUndefined();
    expect(unitOf(booting(NOW - 240_001, 'WarmPool'))?.flaw).toBe('stuck');
  });

  it('counts on a busy machine when its task ends by its progress', () => {
    const half = working({ running: { ...running, startedAt: NOW - 30_000, progress: 0.5 } });
    expect(unitOf(half)).toMatchObject({ state: 'busy', freeAt: NOW + 30_000 });
  });

  it('takes off what went by since the progress was told', () => {
    const told = working({ at: NOW - 6_000, running: { ...running, startedAt: NOW - 36_000, progress: 0.5 } });
    expect(unitOf(told)).toMatchObject({ state: 'busy', freeAt: NOW + 24_000 });
  });

  it('takes what was asked for out of the warm pool first', () => {
    const members = [aMember('i-w', 'Warmed:Stopped')];
    const units = unitsOf(aSight({ groups: [{ pool: 'on-demand', desired: 2, members }] }));
    expect(units.map(({ freeAt }) => freeAt - NOW)).toEqual([45_000, 240_000]);
  });

  it('counts a machine that ends as draining, whatever its agent says', () => {
    expect(unitOf(aRow({ directive: { kind: 'drain', epoch: 2, at: NOW } }))?.state).toBe('draining');
    expect(unitOf(aRow({ state: 'terminating' }))?.state).toBe('draining');
    const sight = aSight({ instances: [aRow()] });
    const leaving = [{ pool: 'on-demand', desired: 0, members: [aMember('i-1', 'Terminating:Wait')] }];
    expect(unitsOf({ ...sight, groups: leaving })[0]?.state).toBe('draining');
  });

  it('counts on no machine that EC2 takes back, idle or busy', () => {
    const idle = aRow({ agent: anAgent({ isInterrupted: true }) });
    expect(unitOf(idle)).toMatchObject({ state: 'ready', flaw: 'interrupted' });
    expect(unitOf(working({ isInterrupted: true }))).toMatchObject({ state: 'busy', flaw: 'interrupted' });
  });

  it('counts on an agent whose clock is minutes slow as soon as its beat was seen to move', () => {
    const unitAfter = (probe: Partial<ProbeMemory> | undefined, row = aRow({ agent: slow })) => {
      const look = { commandId: 'c', action: 'check', sentAt: NOW - 100_000, beat: 6, ...probe } as const;
      return unitsOf(aSight({ instances: [row], memory: { ...emptyMemory, probes: probe ? { 'i-1': look } : {} } }))[0];
    };
    const slow = anAgent({ at: NOW - 300_000, beat: 7 });
    expect(unitAfter(undefined)?.flaw).toBe('silent');
    expect(unitAfter({})).toMatchObject({ state: 'ready', freeAt: NOW });
    expect(unitAfter({})?.flaw).toBeUndefined();
    expect(unitAfter({ beat: 7 })?.flaw).toBe('silent');
    expect(unitAfter({ beat: 7, beatAt: NOW - 45_000 })?.flaw).toBeUndefined();
    expect(unitAfter({ beat: 7, beatAt: NOW - 45_001 })?.flaw).toBe('silent');
    // Half done in half a minute by its own clock, told six seconds ago by ours.
    const { at, beat } = slow;
    const half = working({ at, beat, running: { ...running, startedAt: at - 30_000, progress: 0.5 } });
    expect(unitAfter({ beat: 7, beatAt: NOW - 6_000 }, half)).toMatchObject({ state: 'busy', freeAt: NOW + 24_000 });
  });

  it('tells each state once in its tally', () => {
    const sight = aSight({ instances: [aRow({ id: 'i-1' }), { ...booting(NOW - 900_000), id: 'i-2' }] });
    expect(tallySupply(unitsOf(sight), sight.groups)).toEqual({
      'on-demand': { desired: 2, pending: 1, ready: 1, busy: 0, parked: 0, draining: 0, stuck: 1 },
    });
  });
});
