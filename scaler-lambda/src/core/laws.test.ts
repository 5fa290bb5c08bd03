import { describe, expect, it } from '@jest/globals';
import { LANES } from '@reelyard/contracts';
import fc from 'fast-check';
import { aBoot, aMember, anAgent, aPolicy, aPool, aRow, aTask, NOW } from './builders.ts';
import { type Plan } from './decision.ts';
import { decideTick } from './decide-tick.ts';
import { emptyMemory, type Sight } from './snapshot.ts';

const POOLS = [aPool({ max: 4, min: 1 }), aPool({ name: 'spot', purchase: 'spot', max: 3, hourlyCost: 0.3 })];
const policy = aPolicy({ pools: POOLS, maxInstances: 6 });

const recent = fc.integer({ min: 0, max: 400_000 }).map((ago) => NOW - ago);
const task = fc
  .record({
    n: fc.nat(1_000),
    lane: fc.constantFrom(...LANES),
    enqueuedAt: recent,
    notBefore: fc.integer({ min: NOW - 100_000, max: NOW + 200_000 }),
    deadlineAt: fc.integer({ min: NOW, max: NOW + 1_000_000 }),
    frames: fc.nat(10_000),
    engine: fc.constantFrom('reel', 'ffmpeg'),
  })
  .map(aTask);
const agent = fc
  .record({
    at: recent,
    state: fc.constantFrom('idle', 'busy', 'parked', 'draining', 'drained', 'quarantined'),
    acknowledgedEpoch: fc.nat(4),
    tasks: fc.boolean().map((isBusy) => (isBusy ? [{ tenant: 't', job: 'j', n: 0 }] : [])),
    progress: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(anAgent);
const row = fc.record({
  pool: fc.constantFrom('on-demand', 'spot'),
  state: fc.constantFrom('booting', 'ready', 'terminating'),
  directive: fc.record({ kind: fc.constantFrom('work', 'park', 'drain'), epoch: fc.nat(4), at: recent }),
  phase: fc.constantFrom('pending-wait', 'command-sent', 'command-done', 'continued', 'abandoned'),
  launchedAt: recent,
  ok: fc.boolean(),
  agent: fc.option(agent, { nil: undefined }),
  lifecycle: fc.constantFrom('InService', 'InService', 'Pending:Wait', 'Terminating:Wait', 'Warmed:Stopped'),
} as const);
const sight = fc
  .record({
    waiting: fc.array(task, { maxLength: 30 }),
    rows: fc.array(row, { maxLength: 8 }),
    extra: fc.nat(2),
    since: fc.array(recent, { maxLength: 9 }),
  })
  .map(({ waiting, rows, extra, since }): Sight => {
    const instances = rows.map(({ pool, state, directive, phase, launchedAt, ok, agent: said }, n) => {
      const made = aRow({
        id: `i-${n}`,
        pool,
        state,
        directive,
        boot: aBoot({ phase, launchedAt, result: { ok, code: 20 } }),
      });
      delete made.agent;
      return said === undefined ? made : { ...made, agent: said };
    });
    const groups = POOLS.map(({ name }) => {
      const members = rows.flatMap((each, n) => (each.pool === name ? [aMember(`i-${n}`, each.lifecycle)] : []));
      const standing = members.filter(({ lifecycle }) => !/^(Terminat|Warmed)/.test(lifecycle)).length;
      return { pool: name, desired: standing + extra, members };
    });
    return {
      kind: 'seen',
      at: NOW,
      waiting,
      groups,
      instances,
      beyond: {},
      leaseOwners: [],
      seats: [],
      launchFailures: [],
      memory: { ...emptyMemory, gaps: { bands: {}, since, behind: [] } },
    };
  });

function holds(law: (seen: Sight, plan: Extract<Plan, { kind: 'act' }>) => void): void {
  fc.assert(
    fc.property(sight, (seen) => {
      const plan = decideTick(seen, policy, NOW);
      if (plan.kind !== 'act') throw new Error('held');
      law(seen, plan);
    }),
    { numRuns: 500 },
  );
}

const desiredOf = (seen: Sight, pool: string): number => seen.groups.find((group) => group.pool === pool)?.desired ?? 0;

describe('whatever the farm looks like, a tick', () => {
  it('grows by whole machines to no more than any cap', () => {
    holds((seen, { decisions }) => {
      const grown = decisions.flatMap((each) => (each.kind === 'grow' ? [each] : []));
      for (const { pool, by, to } of grown) {
        expect(by).toBeGreaterThan(0);
        expect(to).toBe(desiredOf(seen, pool) + by);
        expect(to).toBeLessThanOrEqual(POOLS.find(({ name }) => name === pool)?.max ?? 0);
      }
      const before = seen.groups.reduce((sum, group) => sum + group.desired, 0);
      const by = grown.reduce((sum, each) => sum + each.by, 0);
      if (by > 0) expect(before + by).toBeLessThanOrEqual(policy.maxInstances);
    });
  });

  it('never ends, drains or parks an instance that holds a task', () => {
    holds((seen, { decisions }) => {
      for (const each of decisions) {
        if (each.kind !== 'terminate' && each.kind !== 'drain' && each.kind !== 'park') continue;
        expect(seen.instances.find(({ id }) => id === each.instance)?.agent?.tasks ?? []).toEqual([]);
      }
    });
  });

  it('ends only what acknowledged its drain or failed its bootstrap', () => {
    holds((seen, { decisions }) => {
      for (const each of decisions) {
        if (each.kind !== 'terminate') continue;
        const found = seen.instances.find(({ id }) => id === each.instance);
        const isDrained =
          found?.directive.kind === 'drain' &&
          found.agent?.state === 'drained' &&
          found.agent.acknowledgedEpoch >= found.directive.epoch;
        expect(isDrained || (found?.boot.phase === 'command-done' && found.boot.result?.ok === false)).toBe(true);
      }
    });
  });

  it('names an instance once at most', () => {
    holds((_, { decisions }) => {
      const named = decisions.flatMap((each) => ('instance' in each ? [each.instance] : []));
      expect(new Set(named).size).toBe(named.length);
    });
  });

  it('counts each instance exactly once', () => {
    holds((seen, { pools }) => {
      for (const { pool, desired, members } of seen.groups) {
        const counted = members.filter(({ lifecycle }) => !lifecycle.startsWith('Warmed')).length;
        const standing = members.filter(({ lifecycle }) => !/^(Terminat|Warmed)/.test(lifecycle)).length;
        const count = pools[pool];
        if (!count) throw new Error(`no count of ${pool}`);
        const { pending, ready, busy, parked, draining } = count;
        expect(pending + ready + busy + parked + draining).toBe(counted + Math.max(0, desired - standing));
      }
    });
  });

  it('decides the same again from the same', () => {
    holds((seen, plan) => expect(decideTick(structuredClone(seen), policy, NOW)).toEqual(plan));
  });

  it('says why about every waiting lane that is due, and gives every decision a reason', () => {
    holds((seen, { decisions, waiting }) => {
      for (const each of decisions) expect(each.because).not.toBe('');
      for (const each of seen.waiting) if (each.notBefore <= NOW) expect(waiting[each.lane]?.because).toBeTruthy();
    });
  });
});
