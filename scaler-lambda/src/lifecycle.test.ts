import { describe, expect, it } from '@jest/globals';
import { type Instance } from '@reelyard/contracts';
import { aLaunch, aRecord, FakeFarm } from './fake-farm.ts';
import { handleBatch } from './lifecycle.ts';

const once = { windowMs: 0, pollMs: 500 };

async function getRow(fake: FakeFarm, id = 'i-1'): Promise<Instance> {
  const row = await fake.ledger.findInstance('on-demand', id);
  if (!row) throw new Error(`no row of ${id}`);
  return row;
}

const done = '{"ok":true,"code":0,"engineVersion":"1.0.0","smokeSeconds":0.5,"seat":"none"}';

describe('the lifecycle function', () => {
  it('writes the row of a launch with its token, and sends the bootstrap when SSM is online', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    expect(await handleBatch(fake.farm, { Records: [aLaunch('i-1')] }, once)).toEqual({ batchItemFailures: [] });
    expect(await getRow(fake)).toMatchObject({
      state: 'booting',
      boot: { phase: 'pending-wait', hookToken: 'token', origin: 'EC2' },
    });
    expect(fake.calls).toEqual([]);
    fake.online.add('i-1');
    await handleBatch(fake.farm, { Records: [] }, once);
    expect(fake.calls).toEqual(['send Bootstrap i-1 full']);
    expect((await getRow(fake)).boot).toMatchObject({ phase: 'command-sent', commandId: 'command-1', sends: 1 });
  });

  it('goes from launch to service within one invocation, by polling', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    let isOver = false;
    const running = handleBatch(fake.farm, { Records: [aLaunch('i-1')] }, { windowMs: 50_000, pollMs: 500 }).then(
      () => (isOver = true),
    );
    const steps: (() => void)[] = [
      () => fake.online.add('i-1'),
      () => (fake.command = { status: 'success', output: done }),
    ];
    while (!isOver) {
      await fake.clock.advance(500);
      steps.shift()?.();
    }
    await running;
    expect(fake.calls).toEqual(['send Bootstrap i-1 full', 'bootstrap CONTINUE i-1']);
    expect(await getRow(fake)).toMatchObject({
      state: 'ready',
      boot: { phase: 'continued', readyAt: expect.any(Number) },
    });
  });

  it('does nothing twice when every message comes twice and many drive at once', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    fake.online.add('i-1');
    const batch = { Records: [aLaunch('i-1'), aLaunch('i-1')] };
    await Promise.all([
      handleBatch(fake.farm, batch, once),
      handleBatch(fake.farm, batch, once),
      handleBatch(fake.farm, batch, once),
    ]);
    expect(fake.calls).toEqual(['send Bootstrap i-1 full']);
    fake.command = { status: 'success', output: done };
    await Promise.all([handleBatch(fake.farm, batch, once), handleBatch(fake.farm, batch, once)]);
    expect((await getRow(fake)).state).toBe('ready');
    expect(fake.calls.filter((call) => call.startsWith('send'))).toHaveLength(1);
  });

  it('gives back only the messages whose row could not be written', async () => {
    const fake = new FakeFarm();
    const create = fake.ledger.createInstance.bind(fake.ledger);
    fake.farm.ledger.createInstance = (row) => (row.id === 'i-2' ? Promise.reject(new Error('away')) : create(row));
    const second = { ...aLaunch('i-2'), messageId: 'm-2' };
    const reply = await handleBatch(
      fake.farm,
      { Records: [aLaunch('i-1'), second, aRecord('noise', {}, 'm-3')] },
      once,
    );
    expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-2' }] });
  });

  it('takes what is not ours or cannot be read for done', async () => {
    const fake = new FakeFarm();
    const records = [aLaunch('i-9', { AutoScalingGroupName: 'somebody-else' }), { messageId: 'm-2', body: 'not json' }];
    expect(await handleBatch(fake.farm, { Records: records }, once)).toEqual({ batchItemFailures: [] });
    expect(await fake.ledger.listInstances('on-demand')).toEqual([]);
  });

  it('adopts an instance whose event was lost, and learns its token when the event comes late', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    await handleBatch(fake.farm, { Records: [] }, once);
    expect((await getRow(fake)).boot.hookToken).toBeUndefined();
    await handleBatch(fake.farm, { Records: [aLaunch('i-1')] }, once);
    expect((await getRow(fake)).boot).toMatchObject({ hookToken: 'token', destination: 'AutoScalingGroup' });
  });

  it('installs into the warm pool, and starts out of it with a boot of its own', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Warmed:Pending:Wait']);
    fake.online.add('i-1');
    await handleBatch(fake.farm, { Records: [aLaunch('i-1', { Destination: 'WarmPool' })] }, once);
    fake.command = { status: 'success', output: '{"ok":true,"code":0,"seat":"none"}' };
    await handleBatch(fake.farm, { Records: [] }, once);
    expect(await getRow(fake)).toMatchObject({ state: 'warm', boot: { phase: 'continued' } });
    fake.command = { status: 'running', output: '' };
    fake.list(['i-1', 'Pending:Wait']);
    await handleBatch(
      fake.farm,
      { Records: [aLaunch('i-1', { Origin: 'WarmPool', LifecycleActionToken: 'second' })] },
      once,
    );
    expect(fake.calls.filter((call) => call.startsWith('send'))).toEqual([
      'send Bootstrap i-1 install',
      'send Bootstrap i-1 start',
    ]);
    expect(await getRow(fake)).toMatchObject({ state: 'booting', boot: { hookToken: 'second', sends: 1 } });
  });

  it('marks an instance gone when its hook had timed out', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    await handleBatch(fake.farm, { Records: [aLaunch('i-1')] }, once);
    fake.list();
    await fake.clock.advance(20_000);
    await handleBatch(fake.farm, { Records: [] }, once);
    expect((await getRow(fake)).state).toBe('gone');
  });

  it('pages for a transition that it does not know, and keeps the instance', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    await handleBatch(fake.farm, { Records: [aLaunch('i-1', { Origin: 'Moon' })] }, once);
    await fake.clock.advance(60_000);
    await handleBatch(fake.farm, { Records: [] }, once);
    expect(fake.calls).toEqual(['beat i-1']);
    expect(fake.log.records.filter(({ level }) => level === 'error')).toMatchObject([
      { event: 'bootstrap.unknown-transition' },
    ]);
    expect(fake.valuesOf('invariant.violation')).toEqual([1]);
  });

  it('keeps a terminating instance until its render is done', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'InService']);
    await handleBatch(fake.farm, { Records: [] }, once);
    await fake.report('i-1', { state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }] });
    fake.list(['i-1', 'Terminating:Wait']);
    const terminating = aRecord('EC2 Instance-terminate Lifecycle Action', {
      EC2InstanceId: 'i-1',
      AutoScalingGroupName: 'group-on-demand',
    });
    await handleBatch(fake.farm, { Records: [terminating] }, once);
    expect((await getRow(fake)).directive.kind).toBe('drain');
    expect(fake.calls).toEqual([]);
    await fake.report('i-1');
    await handleBatch(fake.farm, { Records: [] }, once);
    expect(fake.calls).toEqual(['drain CONTINUE i-1']);
  });

  it('counts a bootstrap that failed for good', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'Pending:Wait']);
    fake.online.add('i-1');
    await handleBatch(fake.farm, { Records: [aLaunch('i-1')] }, once);
    fake.command = { status: 'failed', output: '{"ok":false,"code":20,"message":"smoke"}' };
    await handleBatch(fake.farm, { Records: [] }, once);
    expect(fake.valuesOf('bootstrap.launched')).toEqual([1]);
    expect(fake.valuesOf('bootstrap.failed')).toEqual([1]);
    expect(fake.valuesOf('bootstrap.seconds')).toEqual([]);
  });

  it('counts a launch that EC2 refused as unmet capacity', async () => {
    const fake = new FakeFarm();
    const detail = { AutoScalingGroupName: 'group-on-demand', StatusMessage: 'InsufficientInstanceCapacity' };
    await handleBatch(fake.farm, { Records: [aRecord('EC2 Instance Launch Unsuccessful', detail)] }, once);
    expect(fake.measured).toMatchObject([{ properties: { reason: 'launch-failed' } }]);
    expect(fake.valuesOf('capacity.unmet')).toEqual([1]);
  });

  it('drains an instance that got a spot notice', async () => {
    const fake = new FakeFarm();
    fake.list(['i-1', 'InService']);
    await handleBatch(fake.farm, { Records: [] }, once);
    await handleBatch(
      fake.farm,
      { Records: [aRecord('EC2 Spot Instance Interruption Warning', { 'instance-id': 'i-1' })] },
      once,
    );
    expect((await getRow(fake)).directive).toMatchObject({ kind: 'drain', epoch: 1 });
  });
});
