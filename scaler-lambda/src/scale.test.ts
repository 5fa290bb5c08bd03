import { describe, expect, it } from '@jest/globals';
import { findScalerNote } from '@reelyard/contracts';
import { aPolicy, aPool } from './core/builders.ts';
import { planTick, type Snapshot } from './core/index.ts';
import { FakeFarm } from './fake-farm.ts';
import { readMemory } from './memory.ts';
import { scale, type ScaleEnd, type ScaleTimers } from './scale.ts';

const timers = { tickMs: 10_000, quickTickMs: 2_000, windowMs: 50_000, leaseMs: 30_000 };

/** Runs a window while time moves on by itself. */
async function runWindow(
  fake: FakeFarm,
  owner = 'a',
  each?: () => Promise<void>,
  span: ScaleTimers = timers,
): Promise<ScaleEnd> {
  let ended: ScaleEnd | undefined;
  const running = scale(fake.farm, owner, span).then((end) => (ended = end));
  while (ended === undefined) {
    await each?.();
    await fake.clock.advance(1_000);
  }
  return running;
}

describe('a window of the scaler', () => {
  it('leaves at once when there is neither a job nor an instance, and says that it sleeps', async () => {
    const fake = new FakeFarm();
    const startedAt = fake.clock.now();
    expect(await scale(fake.farm, 'a', timers)).toBe('asleep');
    expect(fake.clock.now()).toBe(startedAt);
    expect(await fake.ledger.findScaler()).toMatchObject({ asleep: true, leaseUntil: startedAt });
  });

  it('raises capacity in its first tick, and stays for its window', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    const startedAt = fake.clock.now();
    expect(await runWindow(fake)).toBe('window-over');
    expect(fake.calls).toEqual(['desired on-demand 1']);
    expect(fake.clock.now() - startedAt).toBeLessThanOrEqual(timers.windowMs);
    expect(await fake.ledger.findScaler()).toMatchObject({ asleep: true });
  });

  it('leaves when another one holds the lease, and takes over once that one is gone', async () => {
    const fake = new FakeFarm();
    await fake.ledger.acquireScaler('other', 30_000, fake.clock.now());
    await fake.submit();
    expect(await scale(fake.farm, 'a', timers)).toBe('held-elsewhere');
    expect(fake.calls).toEqual([]);
    await fake.clock.advance(30_000);
    expect(await runWindow(fake)).toBe('window-over');
    expect((await fake.ledger.findScaler())?.epoch).toBe(2);
  });

  it('waits for another one to leave when the schedule sent it, so that no minute goes by without a tick', async () => {
    const fake = new FakeFarm();
    await fake.ledger.acquireScaler('other', 20_000, fake.clock.now());
    await fake.submit();
    const startedAt = fake.clock.now();
    expect(await runWindow(fake, 'a', undefined, { ...timers, waitMs: 50_000 })).toBe('window-over');
    expect(fake.calls).toEqual(['desired on-demand 1']);
    expect(fake.clock.now() - startedAt).toBeGreaterThan(20_000 + timers.windowMs / 2);
  });

  it('makes no call when another one took over while it stood still in the middle of a look', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    const { describe: look } = fake.farm.groups;
    fake.farm.groups.describe = async (pools) => {
      await fake.clock.skip(timers.leaseMs);
      expect(await fake.ledger.acquireScaler('other', 600_000, fake.clock.now())).toBeDefined();
      return look(pools);
    };
    expect(await scale(fake.farm, 'a', timers)).toBe('held-elsewhere');
    expect(fake.calls).toEqual([]);
    expect(fake.log.records).toContainEqual(expect.objectContaining({ event: 'scaler.fenced', epoch: 1 }));
  });

  it('stops without a further call when another one took over while it stood still between two ticks', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    const running = scale(fake.farm, 'a', timers);
    await fake.clock.advance(0);
    expect(fake.clock.sleepers).toBe(1);
    await fake.submit('job_2');
    const leaseIsOverAt = fake.clock.now() + timers.leaseMs;
    expect(await fake.ledger.acquireScaler('other', 600_000, leaseIsOverAt)).toBeDefined();
    await fake.clock.skip(timers.leaseMs);
    expect(await running).toBe('held-elsewhere');
    expect(fake.calls).toEqual(['desired on-demand 1']);
  });

  it('does not fall asleep over a job that came while it was about to', async () => {
    const fake = new FakeFarm();
    const save = fake.ledger.saveScaler.bind(fake.ledger);
    let isFirst = true;
    fake.farm.ledger.saveScaler = async (state) => {
      if (state.asleep && isFirst) {
        isFirst = false;
        await fake.submit();
      }
      return save(state);
    };
    expect(await runWindow(fake)).toBe('window-over');
    expect(fake.calls).toEqual(['desired on-demand 1']);
  });

  it('holds, and says blind, while the groups cannot be read', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    fake.isBlind = true;
    expect(await runWindow(fake)).toBe('window-over');
    expect(fake.calls).toEqual([]);
    const ticks = fake.log.records.filter(({ event }) => event === 'scaler.tick');
    expect(ticks[0]).toMatchObject({ plan: 'hold', because: 'blind: Throttling' });
    expect(fake.valuesOf('scaler.blind')).toContain(1);
  });

  it('leaves word for others why jobs wait', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    await runWindow(fake);
    const note = findScalerNote((await fake.ledger.findScaler())?.estimates);
    expect(note?.waiting.express).toMatchObject({ code: 'capacity-booting', count: 1 });
  });

  it('tells every lane that it is blind, and keeps what it had learned', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    await runWindow(fake);
    fake.isBlind = true;
    await runWindow(fake, 'b');
    const text = (await fake.ledger.findScaler())?.estimates;
    expect(findScalerNote(text)?.waiting).toMatchObject({
      express: { code: 'blind', because: 'blind: Throttling', count: 1 },
      bulk: { code: 'blind', count: 0 },
    });
    expect(readMemory(text).wrote).toEqual({ 'on-demand': 1 });
  });

  it('only counts a call that was throttled, and makes it again in the next tick', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    const { setDesired } = fake.farm.groups;
    let refusals = 2;
    fake.farm.groups.setDesired = async (pool, desired) => {
      if (refusals-- > 0) throw new Error('Throttling: Rate exceeded');
      return setDesired(pool, desired);
    };
    expect(await runWindow(fake)).toBe('window-over');
    expect(fake.calls).toEqual(['desired on-demand 1']);
    expect(fake.valuesOf('scaler.apply_failed').slice(0, 3)).toEqual([1, 1, 0]);
    expect(fake.log.records.filter(({ event }) => event === 'scaler.foreign-change')).toEqual([]);
  });

  it('decides and tells in a dry run, and touches nothing', async () => {
    const fake = new FakeFarm(aPolicy({ dryRun: true }));
    await fake.submit();
    fake.list(['i-1', 'Pending:Wait']);
    fake.online.add('i-1');
    await fake.submit('job_2');
    await runWindow(fake);
    expect(fake.calls).toEqual([]);
    expect(await fake.ledger.listInstances('on-demand')).toEqual([]);
    const [tick] = fake.log.records.filter(({ event }) => event === 'scaler.tick');
    expect(tick).toMatchObject({ decisions: [{ kind: 'grow', outcome: 'dry-run' }] });
  });

  it('writes every snapshot whole when it is told to, so that the law can be tried on it', async () => {
    const fake = new FakeFarm();
    await fake.submit();
    await runWindow({ ...fake, farm: { ...fake.farm, sampleSnapshots: true } } as FakeFarm);
    const logged = fake.log.records.filter(({ event }) => event === 'scaler.snapshot');
    const { snapshot, now } = logged[0] as unknown as { snapshot: Snapshot; now: number };
    const ticked = fake.log.records.find(({ event }) => event === 'scaler.tick');
    const { plan } = planTick(structuredClone(snapshot), fake.farm.policy, now);
    expect(plan).toMatchObject({ because: ticked?.['because'], decisions: [{ kind: 'grow', to: 1 }] });
  });

  it('lets a drained machine back into its warm pool: it alone is unprotected, and capacity goes down by one', async () => {
    const warm = { size: 2, bootSeconds: 30 };
    const fake = new FakeFarm(aPolicy({ pools: [aPool({ idleSeconds: 20, warm })] }));
    fake.list(['i-1', 'InService'], ['i-2', 'Warmed:Stopped']);
    await runWindow(fake, 'a', () => fake.report('i-1'));
    expect(fake.calls.slice(0, 2)).toEqual(['unprotect on-demand i-1', 'desired on-demand 0']);
    expect(fake.calls.some((call) => call.startsWith('terminate'))).toBe(false);
    expect((await fake.ledger.findInstance('on-demand', 'i-1'))?.state).toBe('terminating');
  });

  it('takes an idle machine down step by step, and cancels the park when a job comes', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'InService']);
    const kinds: string[] = [];
    await runWindow(fake, 'a', async () => {
      await fake.report('i-1', { state: 'idle' });
      const row = await fake.ledger.findInstance('on-demand', 'i-1');
      if (row && kinds.at(-1) !== row.directive.kind) kinds.push(row.directive.kind);
      if (row?.directive.kind === 'park') await fake.submit(`job_${kinds.length}_${fake.clock.now()}`);
    });
    expect(kinds).toEqual(['work', 'park', 'work']);
    expect(fake.calls).toEqual([]);
  });

  it('ends a machine only after its drain was acknowledged', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'InService']);
    await runWindow(fake, 'a', () => fake.report('i-1'));
    expect(fake.calls[0]).toBe('terminate i-1');
    expect((await fake.ledger.findInstance('on-demand', 'i-1'))?.directive).toMatchObject({ kind: 'drain', epoch: 2 });
  });

  it('looks at a silent agent once, and gives its machine up only when its lease is back', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'InService']);
    await fake.ledger.createInstance({
      pool: 'on-demand',
      id: 'i-1',
      state: 'ready',
      version: 1,
      boot: { phase: 'continued', launchedAt: fake.clock.now(), sends: 1 },
      directive: { kind: 'work', epoch: 0, at: fake.clock.now() },
      createdAt: fake.clock.now(),
    });
    await fake.submit();
    await fake.report('i-1', { state: 'busy', tasks: [{ tenant: 't', job: 'job_1', n: 0 }] });
    const claimed = await fake.ledger.claim(
      { tenant: 't', job: 'job_1', n: 0 },
      { owner: 'i-1/1', agentVersion: 1 },
      fake.clock.now(),
    );
    if (claimed.kind !== 'claimed') throw new Error('not claimed');
    for (let window = 0; window < 5; window += 1) await runWindow(fake, `w${window}`);
    expect(fake.calls.filter((call) => call.startsWith('send'))).toEqual(['send Probe i-1 check']);
    expect(fake.calls).not.toContain('unhealthy i-1');
    await fake.ledger.cancel({ tenant: 't', job: 'job_1' }, fake.clock.now());
    await fake.ledger.voidTasks({ tenant: 't', job: 'job_1' }, fake.clock.now());
    await runWindow(fake, 'last');
    expect(fake.calls).toContain('unhealthy i-1');
  });

  it('buys no second machine for one whose clock is off: its beats count once they were seen to move', async () => {
    const fake = new FakeFarm(aPolicy({ pools: [aPool({ idleSeconds: 900 })] }));
    fake.list(['i-1', 'InService']);
    let beat = 0;
    const report = () => fake.report('i-1', { at: fake.clock.now() - 600_000, beat: (beat += 1) });
    await report();
    await runWindow(fake, 'a', report);
    await fake.submit();
    await runWindow(fake, 'b', report);
    expect(fake.calls).toEqual(['send Probe i-1 check']);
  });
});
