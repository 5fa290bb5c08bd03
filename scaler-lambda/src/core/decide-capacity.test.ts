import { describe, expect, it } from '@jest/globals';
import { LANES } from '@reelyard/contracts';
import fc from 'fast-check';
import { aMember, anAgent, aPolicy, aPool, aRow, aSight, aTask, NOW, someTasks } from './builders.ts';
import { type Capacity, decideCapacity } from './decide-capacity.ts';
import { standardDials } from './policy.ts';
import { emptyMemory, type Sight, type WaitingView } from './snapshot.ts';
import { countSupply } from './supply.ts';
import { priceOf, tariffOf } from './tariff.ts';
import { Timetable } from './timetable.ts';

const decide = (sight: Sight, policy = aPolicy()): Capacity =>
  decideCapacity(sight, countSupply(sight, policy, NOW), policy, NOW);
const grownBy = ({ decisions }: Capacity): number =>
  decisions.reduce((sum, each) => sum + (each.kind === 'grow' ? each.by : 0), 0);

const busy = (id: string) =>
  aRow({ id, agent: anAgent({ owner: `${id}/1`, state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }] }) });
const warmGroup = (stopped: number) => {
  const members = Array.from({ length: stopped }, (_, n) => aMember(`i-w${n}`, 'Warmed:Stopped'));
  return [{ pool: 'on-demand', desired: 0, members }];
};

describe('buying', () => {
  it('takes as many as make machines and waits together cheapest', () => {
    const waiting = someTasks(10, { lane: 'standard' });
    // Each takes 10 s: one machine at 60 s starts the tenth at 150 s, just within the patience of 150 s.
    expect(grownBy(decide(aSight({ waiting })))).toBe(1);
    // Of 20 the last ten would start later than that. With two machines none does.
    expect(grownBy(decide(aSight({ waiting: someTasks(20, { lane: 'standard' }) })))).toBe(2);
  });

  it('decides the example of the documentation as it stands there', () => {
    const pool = aPool({ max: 50, hourlyCost: 0.1785, bootSeconds: 240, warm: { size: 8, bootSeconds: 45 } });
    const policy = aPolicy({
      pools: [pool],
      maxInstances: 50,
      taskSeconds: { overhead: 45, perMegapixelFrame: 0 },
    });
    const running = { engine: 'reel', frames: 100, pixels: 1_000_000, startedAt: NOW - 25_000, progress: 0.5 };
    const tasks = [{ tenant: 't', job: 'j', n: 0 }];
    const instances = [aRow({ agent: anAgent({ state: 'busy', tasks, running }) })];
    const [group] = warmGroup(8);
    const groups = [{ pool: 'on-demand', desired: 1, members: [aMember('i-1'), ...(group?.members ?? [])] }];
    const { decisions, waiting } = decide(
      aSight({ waiting: someTasks(20, { lane: 'standard' }), instances, groups }),
      policy,
    );
    // docs/explanation/scaling.md, "One decision, worked through".
    const because = '20 wait, 17 past their patience, 26.4 late: 6 warm at $0.0027 cost less';
    expect(decisions).toEqual([{ kind: 'grow', pool: 'on-demand', by: 6, to: 7, because }]);
    expect(waiting.standard).toMatchObject({ etaAt: NOW + 25_000, lastEtaAt: NOW + 135_000 });
  });

  it('never costs more than the waits that it ends', () => {
    const policy = aPolicy();
    const cost = 70 / 3_600;
    const ages = fc.array(fc.nat(400), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(ages, fc.constantFrom(...LANES), fc.nat(3), (some, lane, machines) => {
        const enqueued = some.sort((a, b) => b - a).map((age) => NOW - age * 1_000);
        const waiting = enqueued.map((enqueuedAt, n) => aTask({ n, lane, enqueuedAt, notBefore: 0 }));
        const instances = Array.from({ length: machines }, (_, n) => aRow({ id: `i-${n}` }));
        const sight = aSight({ waiting, instances });
        const windowMs = policy.startWithinSeconds[lane] * 1_000;
        const loads = enqueued.map((at) => {
          const [softAt, hardAt] = [at + windowMs / 2, at + windowMs];
          return { engine: 'reel', readyAt: 0, machineAt: at, softAt, hardAt, windowMs, serviceMs: 10_000 };
        });
        const timetable = new Timetable(loads, policy.pools);
        const there = new Map([['on-demand', instances.map(() => NOW)]]);
        const priceWith = (count: number): number => {
          const growth = { pool: 'on-demand', count, at: NOW + 60_000 };
          return count * cost + priceOf(timetable.weigh(there, growth), tariffOf(sight, policy, [cost]));
        };
        expect(priceWith(grownBy(decide(sight)))).toBeLessThanOrEqual(priceWith(0));
      }),
    );
  });

  it('leaves waits alone that no new machine would end', () => {
    const waiting = someTasks(3);
    expect(
      grownBy(decide(aSight({ waiting, instances: [busy('i-1')] }), aPolicy({ pools: [aPool({ bootSeconds: 900 })] }))),
    ).toBe(0);
  });

  it('asks for no fewer machines the more tasks wait', () => {
    const counts = Array.from({ length: 80 }, (_, n) =>
      grownBy(decide(aSight({ waiting: someTasks(n, { lane: 'standard' }) }))),
    );
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('takes warm machines as far as they go, then cold ones', () => {
    const policy = aPolicy({ pools: [aPool({ max: 30, warm: { size: 2, bootSeconds: 10 } })], maxInstances: 30 });
    const { waiting, decisions } = decide(aSight({ waiting: someTasks(40), groups: warmGroup(2) }), policy);
    expect(waiting.express?.etaAt).toBe(NOW + 10_000);
    expect(decisions[0]?.because).toContain('2 warm');
    expect(grownBy(decide(aSight({ waiting: someTasks(2), groups: warmGroup(2) }), policy))).toBeGreaterThan(0);
  });

  it('never asks for more machines than tasks, nor past a cap', () => {
    const task = fc.record({ n: fc.nat(1_000), lane: fc.constantFrom(...LANES), frames: fc.nat(9_000) }).map(aTask);
    const policy = aPolicy({ pools: [aPool({ max: 7 })], maxInstances: 5 });
    fc.assert(
      fc.property(fc.array(task, { maxLength: 40 }), (waiting: WaitingView[]) => {
        expect(grownBy(decide(aSight({ waiting }), policy))).toBeLessThanOrEqual(Math.min(5, waiting.length));
      }),
    );
  });

  it('takes parked machines back before it buys any', () => {
    const parked = aRow({
      directive: { kind: 'park', epoch: 3, at: NOW - 5_000 },
      agent: anAgent({ state: 'parked', acknowledgedEpoch: 3 }),
    });
    const { decisions } = decide(aSight({ waiting: someTasks(40), instances: [parked] }));
    expect(decisions.map(({ kind }) => kind)).toEqual(['unpark', 'grow']);
  });
});

describe('gathering', () => {
  const policy = aPolicy({
    pools: [aPool({ warm: { size: 4, bootSeconds: 45 } })],
    dials: { ...standardDials, gather: 0.3 },
  });
  const waitedFor = (seconds: number, stopped: number) =>
    decide(
      aSight({
        waiting: [aTask({ lane: 'standard', enqueuedAt: NOW - seconds * 1_000, notBefore: 0 })],
        groups: warmGroup(stopped),
      }),
      policy,
    );

  it('lets a first task wait for company as long as a warm machine would still be in time', () => {
    // 0.3 × 300 s = 90 s: at 89 s it still waits, at 90 s it gets its machine, which is there at 135 s of the 150 s of its patience.
    expect(grownBy(waitedFor(89, 4))).toBe(0);
    expect(grownBy(waitedFor(90, 4))).toBe(1);
  });

  it('waits for nobody where only a cold boot would come', () => {
    expect(grownBy(waitedFor(0, 0))).toBe(1);
  });

  it('waits for nobody where it would cost the task its patience', () => {
    const late = { ...policy, dials: { ...policy.dials, gather: 0.4 } };
    // 120 s and a warm start of 45 s are 165 s: more than 150 s.
    const sight = aSight({ waiting: [aTask({ lane: 'standard' })], groups: warmGroup(4) });
    expect(grownBy(decide(sight, late))).toBe(1);
  });
});

describe('the forecast', () => {
  const arrivals = { rate: 0.5, at: NOW - 10_000, inside: 0, serviceSeconds: 60, engine: 'reel' };
  const expecting = (withinSeconds: number) =>
    aSight({ memory: { ...emptyMemory, arrivals: { ...arrivals, withinSeconds } } });

  it('has machines made where one called on arrival may be too late', () => {
    expect(grownBy(decide(expecting(30)))).toBeGreaterThan(0);
  });

  it('buys nothing where a machine called on arrival is surely in time', () => {
    // 1.5 boots of 60 s.
    expect(grownBy(decide(expecting(90)))).toBe(0);
  });

  it('is switched off by its dial', () => {
    const policy = aPolicy({ dials: { ...standardDials, forecastDamping: Infinity } });
    expect(grownBy(decide(expecting(30), policy))).toBe(0);
  });
});
