import { describe, expect, it } from '@jest/globals';
import { aBoot, aMember, anAgent, aPolicy, aPool, aRow, aSight, aTask, NOW, someTasks } from './builders.ts';
import { type Decision } from './decision.ts';
import { decideTick } from './decide-tick.ts';
import { type ScalePolicy } from './policy.ts';
import { emptyMemory, type Sight } from './snapshot.ts';

function decide(sight: Sight, policy: ScalePolicy = aPolicy()) {
  const plan = decideTick(sight, policy, NOW);
  if (plan.kind !== 'act') throw new Error(`held: ${plan.because}`);
  return plan;
}

const kinds = (decisions: readonly Decision[]): string[] => decisions.map(({ kind }) => kind);
const idleFor = (seconds: number) => ({
  ...emptyMemory,
  gaps: { bands: {}, behind: [], since: [NOW - seconds * 1_000] },
});

describe('growing', () => {
  it('does nothing for a farm without jobs', () => {
    expect(decide(aSight())).toMatchObject({ decisions: [], demand: 0, waiting: {}, unmet: {} });
  });

  it('starts a machine for the first job at once, and says why', () => {
    const { decisions, waiting } = decide(aSight({ waiting: [aTask()] }));
    expect(decisions).toEqual([
      { kind: 'grow', pool: 'on-demand', by: 1, to: 1, because: expect.stringContaining('1 without a machine') },
    ]);
    expect(waiting.express).toMatchObject({ count: 1, code: 'capacity-booting', etaAt: NOW + 60_000 });
  });

  it('does not start another for the same job while one boots', () => {
    const groups = [{ pool: 'on-demand', desired: 1, members: [] }];
    expect(decide(aSight({ waiting: [aTask()], groups })).decisions).toEqual([]);
    const booting = aRow({ state: 'booting', boot: aBoot({ phase: 'command-sent', launchedAt: NOW - 5_000 }) });
    delete booting.agent;
    expect(decide(aSight({ waiting: [aTask()], instances: [booting] })).decisions).toEqual([]);
  });

  it('gives a waiting job to an idle machine instead of starting one', () => {
    const plan = decide(aSight({ waiting: [aTask()], instances: [aRow()] }));
    expect(plan.decisions).toEqual([]);
    expect(plan.waiting.express?.code).toBe('starting-soon');
  });

  it('lets bulk work wait for a machine that comes free in time, and express work not', () => {
    const instances = [aRow({ agent: anAgent({ state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }] }) })];
    expect(decide(aSight({ waiting: someTasks(4, { lane: 'bulk' }), instances })).decisions).toEqual([]);
    const express = decide(aSight({ waiting: someTasks(12), instances })).decisions;
    expect(express).toMatchObject([
      { kind: 'grow', because: expect.stringMatching(/^12 wait, 11 past their patience/) },
    ]);
  });

  it('does not start a machine that would be ready later than the ones we have', () => {
    const policy = aPolicy({ pools: [aPool({ bootSeconds: 600 })] });
    expect(decide(aSight({ waiting: someTasks(3), instances: [aRow()] }), policy).decisions).toEqual([]);
  });

  it('ignores work that may not start before a new machine would be there anyway', () => {
    expect(decide(aSight({ waiting: [aTask({ notBefore: NOW + 3_600_000 })] }))).toMatchObject({
      demand: 0,
      decisions: [],
    });
  });

  it('unparks before it launches', () => {
    const parked = aRow({
      directive: { kind: 'park', epoch: 3, at: NOW - 5_000 },
      agent: anAgent({ state: 'parked', acknowledgedEpoch: 3 }),
    });
    expect(kinds(decide(aSight({ waiting: [aTask()], instances: [parked] })).decisions)).toEqual(['unpark']);
  });

  it('counts a silent or stuck machine for nothing', () => {
    const silent = aRow({ agent: anAgent({ at: NOW - 60_000 }) });
    expect(kinds(decide(aSight({ waiting: [aTask()], instances: [silent] })).decisions)).toEqual(['grow']);
    const stuck = aRow({ state: 'booting', boot: aBoot({ phase: 'pending-wait', launchedAt: NOW - 900_000 }) });
    delete stuck.agent;
    expect(kinds(decide(aSight({ waiting: [aTask()], instances: [stuck] })).decisions).sort()).toEqual([
      'grow',
      'suspect',
    ]);
  });

  it('learns how long a boot takes from the boots it measured', () => {
    const booted = (n: number) =>
      aRow({ id: `i-old-${n}`, state: 'gone', boot: aBoot({ launchedAt: NOW - 500_000, readyAt: NOW - 400_000 }) });
    const sight = aSight({ waiting: [aTask()], instances: Array.from({ length: 5 }, (_, n) => booted(n)) });
    const plan = decide({ ...sight, groups: [{ pool: 'on-demand', desired: 0, members: [] }] });
    expect(plan.waiting.express?.etaAt).toBe(NOW + 100_000);
  });
});

describe('caps', () => {
  it('stop growth at the maximum of the pool, and the waiting jobs say so', () => {
    const policy = aPolicy({ pools: [aPool({ max: 2 })] });
    const plan = decide(aSight({ waiting: someTasks(50) }), policy);
    expect(plan.decisions).toMatchObject([{ kind: 'grow', by: 2, to: 2 }]);
    expect(plan.waiting.express).toMatchObject({ code: 'pool-max', count: 50 });
    expect(plan.unmet['pool-max']).toBeGreaterThan(0);
  });

  it('stop growth at the maximum of the farm', () => {
    const policy = aPolicy({ maxInstances: 3 });
    expect(decide(aSight({ waiting: someTasks(50) }), policy)).toMatchObject({
      decisions: [{ by: 3 }],
      waiting: { express: { code: 'farm-max' } },
    });
  });

  it('freeze launches after three failed boots of the last five of one template version', () => {
    const failed = (n: number, code: number) =>
      aRow({
        id: `i-${n}`,
        state: 'gone',
        templateVersion: '7',
        boot: aBoot({ phase: 'abandoned', launchedAt: NOW - 60_000, result: { ok: false, code } }),
      });
    const none = [{ pool: 'on-demand', desired: 0, members: [] }];
    const plan = (codes: number[]) =>
      decide(aSight({ waiting: [aTask()], groups: none, instances: codes.map((code, n) => failed(n, code)) }));
    expect(plan([20, 20, 20])).toMatchObject({ decisions: [], waiting: { express: { code: 'boot-failures' } } });
    expect(kinds(plan([20, 20]).decisions)).toEqual(['grow']);
    expect(kinds(plan([30, 30, 30]).decisions)).toEqual(['grow']);
  });

  it('name a job that no pool can render', () => {
    const policy = aPolicy({ pools: [aPool({ engines: ['html'] })] });
    expect(decide(aSight({ waiting: [aTask()] }), policy)).toMatchObject({
      decisions: [],
      waiting: { express: { code: 'no-pool' } },
    });
  });
});

describe('several pools', () => {
  const spot = aPool({ name: 'spot', purchase: 'spot', hourlyCost: 0.3 });
  const groups = ['on-demand', 'spot'].map((pool) => ({ pool, desired: 0, members: [] }));

  it('grows the cheaper one while the deadline leaves room for a rerun', () => {
    const policy = aPolicy({ pools: [aPool(), spot] });
    expect(decide(aSight({ waiting: [aTask()], groups }), policy).decisions).toMatchObject([{ pool: 'spot' }]);
    const urgent = aTask({ deadlineAt: NOW + 65_000 });
    expect(decide(aSight({ waiting: [urgent], groups }), policy).decisions).toMatchObject([{ pool: 'on-demand' }]);
  });

  it('overflows into the next when one is full', () => {
    const policy = aPolicy({ pools: [aPool(), { ...spot, max: 1 }] });
    const { decisions } = decide(aSight({ waiting: someTasks(40), groups }), policy);
    expect(decisions.map((each) => (each.kind === 'grow' ? each.pool : each.kind)).sort()).toEqual([
      'on-demand',
      'spot',
    ]);
  });

  it('sends each engine to a pool that has it', () => {
    const policy = aPolicy({
      pools: [aPool({ engines: ['reel'] }), aPool({ name: 'transcode', engines: ['ffmpeg'], hourlyCost: 0.1 })],
    });
    const both = ['on-demand', 'transcode'].map((pool) => ({ pool, desired: 0, members: [] }));
    expect(decide(aSight({ waiting: [aTask()], groups: both }), policy).decisions).toMatchObject([
      { pool: 'on-demand' },
    ]);
    expect(decide(aSight({ waiting: [aTask({ engine: 'ffmpeg' })], groups: both }), policy).decisions).toMatchObject([
      { pool: 'transcode' },
    ]);
  });
});

describe('shrinking', () => {
  it('parks a machine that was idle for its time, and not before', () => {
    const at = (seconds: number) => decide(aSight({ instances: [aRow()], memory: idleFor(seconds) })).decisions;
    expect(at(299)).toEqual([]);
    expect(at(300)).toEqual([{ kind: 'park', pool: 'on-demand', instance: 'i-1', because: 'unused 300 s ≥ 300 s' }]);
  });

  it('starts the idle time anew after a task', () => {
    const busy = aRow({ agent: anAgent({ state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }] }) });
    expect(decide(aSight({ instances: [busy], memory: idleFor(999) })).memory.gaps.since).toEqual([null]);
  });

  const directed = (kind: 'park' | 'drain', agent: Parameters<typeof anAgent>[0], at = NOW - 5_000) =>
    aRow({ directive: { kind, epoch: 4, at }, agent: anAgent(agent) });

  it('drains only what acknowledged its park with zero tasks', () => {
    const parked = { state: 'parked', acknowledgedEpoch: 4 } as const;
    expect(kinds(decide(aSight({ instances: [directed('park', parked)] })).decisions)).toEqual(['drain']);
    expect(decide(aSight({ instances: [directed('park', { ...parked, acknowledgedEpoch: 3 })] })).decisions).toEqual(
      [],
    );
  });

  it('takes a park back from a machine that had claimed a task', () => {
    const claimed = directed('park', { state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }] });
    expect(kinds(decide(aSight({ instances: [claimed] })).decisions)).toEqual(['unpark']);
  });

  it('ends only what acknowledged its drain', () => {
    const drained = { state: 'drained', acknowledgedEpoch: 4 } as const;
    expect(kinds(decide(aSight({ instances: [directed('drain', drained)] })).decisions)).toEqual(['terminate']);
    const tasks = [{ tenant: 't', job: 'j', n: 0 }];
    for (const agent of [
      { ...drained, tasks },
      { ...drained, acknowledgedEpoch: 3 },
      { state: 'draining', acknowledgedEpoch: 4 } as const,
    ])
      expect(decide(aSight({ instances: [directed('drain', agent)] })).decisions).toEqual([]);
  });

  it('calls a machine that does not acknowledge within 60 s a suspect, never idle', () => {
    const deaf = directed('park', { acknowledgedEpoch: 3 }, NOW - 61_000);
    expect(decide(aSight({ instances: [deaf] })).decisions).toEqual([
      { kind: 'suspect', pool: 'on-demand', instance: 'i-1', because: 'park not acknowledged' },
    ]);
  });

  it('keeps the floor of the pool', () => {
    const policy = aPolicy({ pools: [aPool({ min: 1 })] });
    expect(decide(aSight({ instances: [aRow()], memory: idleFor(999) }), policy).decisions).toEqual([]);
    expect(decide(aSight(), policy).decisions).toMatchObject([
      { kind: 'grow', to: 1, because: 'below the floor of 1' },
    ]);
  });

  it('drains a machine that quarantined itself', () => {
    expect(
      kinds(decide(aSight({ instances: [aRow({ agent: anAgent({ state: 'quarantined' }) })] })).decisions),
    ).toEqual(['drain']);
  });

  it('ends a machine whose bootstrap failed together with its capacity', () => {
    const failed = aRow({
      state: 'booting',
      boot: aBoot({ phase: 'command-done', result: { ok: false, code: 20, message: 'bad digest' } }),
    });
    delete failed.agent;
    expect(decide(aSight({ instances: [failed] })).decisions).toEqual([
      { kind: 'terminate', pool: 'on-demand', instance: 'i-1', because: 'bootstrap failed: bad digest' },
    ]);
  });

  it('leaves terminating and warm members alone', () => {
    const groups = [
      {
        pool: 'on-demand',
        desired: 0,
        members: [aMember('i-1', 'Terminating:Wait'), aMember('i-2', 'Warmed:Stopped')],
      },
    ];
    expect(decide(aSight({ groups, instances: [aRow()], memory: idleFor(999) })).decisions).toEqual([]);
  });
});

describe('blind', () => {
  it('holds and says so: no growth and no scale-in', () => {
    expect(decideTick({ kind: 'blind', at: NOW, because: 'table away' }, aPolicy(), NOW)).toEqual({
      kind: 'hold',
      because: 'blind: table away',
    });
  });

  it('holds on what was seen more than 60 s ago', () => {
    expect(decideTick(aSight({ at: NOW - 60_001 }), aPolicy(), NOW)).toMatchObject({ kind: 'hold' });
  });
});
