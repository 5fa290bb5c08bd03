import { describe, expect, it } from '@jest/globals';
import { aMember, anAgent, aPolicy, aPool, aRow, aSight, someTasks, NOW } from './builders.ts';
import { planTick } from './plan-tick.ts';
import { outdatedOf } from './rollout.ts';
import { emptyMemory, type Memory, type Sight } from './snapshot.ts';

const wanted = { agentVersion: 2, engine: { name: 'reel', version: '2.0.0' } };
const policy = aPolicy({ pools: [aPool({ max: 30 })], maxInstances: 30 });

const serving = (id: string, agentVersion: number, isBusy = false) =>
  aRow({
    id,
    agent: anAgent({
      owner: `${id}/1`,
      agentVersion,
      ...(isBusy ? { state: 'busy', tasks: [{ tenant: 't', job: id, n: 0 }] } : {}),
    }),
  });

function fleet(old: number, fresh: number, change: Partial<Omit<Sight, 'kind'>> = {}, isBusy = false): Sight {
  const instances = [
    ...Array.from({ length: old }, (_, n) => serving(`old-${String(n).padStart(2, '0')}`, 1, isBusy)),
    ...Array.from({ length: fresh }, (_, n) => serving(`new-${String(n).padStart(2, '0')}`, 2, isBusy)),
  ];
  return aSight({ instances, wanted, ...change });
}

function planOf(sight: Sight) {
  const { plan } = planTick(sight, policy, NOW);
  if (plan.kind === 'hold') throw new Error(plan.because);
  const parked = plan.decisions.filter((each) => each.kind === 'park' && each.because.startsWith('outdated'));
  return { ...plan, parked };
}

describe('a machine is outdated', () => {
  it('by its agent, its engine or its template, and by nothing that is not known', () => {
    const row = aRow({ id: 'i-1', agent: anAgent({ agentVersion: 2, engine: { name: 'reel', version: '1.0.0' } }) });
    expect([...outdatedOf(aSight({ instances: [row], wanted }))]).toEqual(['i-1']);
    expect([...outdatedOf(aSight({ instances: [serving('i-1', 1)], wanted }))]).toEqual(['i-1']);
    expect([...outdatedOf(aSight({ instances: [serving('i-1', 2)], wanted }))]).toEqual([]);
    expect([...outdatedOf(aSight({ instances: [serving('i-1', 1)] }))]).toEqual([]);
    const since = { ...wanted, changedAt: NOW - 900_000 };
    expect([...outdatedOf(aSight({ instances: [serving('i-1', 1)], wanted: since }))]).toEqual([]);
    const members = [
      { ...aMember('i-1'), templateVersion: '6' },
      { ...aMember('i-2'), templateVersion: '7' },
    ];
    const groups = [{ pool: 'on-demand', desired: 2, members, templateVersion: '7' }];
    expect([...outdatedOf(aSight({ groups }))]).toEqual(['i-1']);
  });
});

describe('a rollout', () => {
  it('parks a tenth of the fleet at a time while nothing waits', () => {
    expect(planOf(fleet(20, 0)).parked).toHaveLength(2);
    expect(planOf(fleet(3, 0)).parked).toHaveLength(1);
    expect(planOf(fleet(0, 20)).parked).toEqual([]);
  });

  it('waits for those that it parked before it parks more', () => {
    const sight = fleet(20, 0);
    const park = { kind: 'park', epoch: 1, at: NOW } as const;
    const instances = sight.instances.map((row, n) => (n < 2 ? { ...row, directive: park } : row));
    const memory: Memory = { ...emptyMemory, rollout: { bought: {}, leaving: ['old-00', 'old-01'] } };
    expect(planOf({ ...sight, instances, memory }).parked).toEqual([]);
  });

  it('buys first while work waits, and parks as many when the new ones serve', () => {
    const waiting = someTasks(1, { lane: 'bulk' });
    const first = planOf(fleet(10, 0, { waiting }, true));
    expect(first.decisions.filter(({ kind }) => kind === 'grow')).toMatchObject([{ by: 1, to: 11 }]);
    expect(first.parked).toEqual([]);
    const memory = { ...first.memory, wrote: {} };
    const asked = fleet(10, 0, { waiting, memory }, true);
    const groups = asked.groups.map((group) => ({ ...group, desired: 11 }));
    expect(planOf({ ...asked, groups })).toMatchObject({
      parked: [],
      memory: { rollout: { bought: { 'on-demand': 1 } } },
    });
    const there = planOf(fleet(10, 1, { waiting, memory }, true));
    expect(there.parked).toMatchObject([{ instance: 'old-00' }]);
    expect(there.memory.rollout).toEqual({ bought: {}, leaving: ['old-00'] });
  });

  it('is not undone by work: who is parked to be replaced finishes its task and is not called back', () => {
    const sight = fleet(10, 1, { waiting: someTasks(1, { lane: 'bulk' }) }, true);
    const park = { kind: 'park', epoch: 1, at: NOW } as const;
    const instances = sight.instances.map((row) => (row.id === 'old-00' ? { ...row, directive: park } : row));
    const memory: Memory = { ...emptyMemory, rollout: { bought: {}, leaving: ['old-00'] } };
    const kinds = (more: Memory): string[] =>
      planOf({ ...sight, instances, memory: more }).decisions.flatMap((each) =>
        each.kind === 'unpark' ? [each.instance] : [],
      );
    expect(kinds(emptyMemory)).toEqual(['old-00']);
    expect(kinds(memory)).toEqual([]);
  });

  it('ends one stopped machine of an old template at a time, and waits while the warm pool is filled again', () => {
    const old = (id: string, lifecycle = 'Warmed:Stopped') => ({ ...aMember(id, lifecycle), templateVersion: '6' });
    const withMembers = (...members: ReturnType<typeof old>[]): Sight =>
      aSight({ groups: [{ pool: 'on-demand', desired: 0, members, templateVersion: '7' }] });
    expect(planOf(withMembers(old('i-1'), old('i-2'))).decisions).toMatchObject([
      { kind: 'terminate', instance: 'i-1' },
    ]);
    expect(planOf(withMembers(old('i-1'), old('i-2', 'Warmed:Pending:Wait'))).decisions).toEqual([]);
  });
});
