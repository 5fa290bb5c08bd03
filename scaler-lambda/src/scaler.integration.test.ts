import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { POOL, Stage } from './testing/stage.ts';
import { tick } from './tick.ts';

// Machines boot for real, and a stage waits 100 s for what they do.
jest.setTimeout(300_000);

describe('the scaler on the loopback AWS', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.cancelAll();
    for (const row of await stage.rows()) if (row.state === 'gone') await stage.ledger.deleteInstance(POOL, row.id);
    stage.log.records.length = 0;
  });

  it('leaves an empty farm empty', async () => {
    expect(await tick(stage.farm)).toMatchObject({ isEmpty: true });
    expect(await stage.desired()).toBe(0);
  });

  it('raises the group for a job, boots a machine by SSM, and takes it down after it was parked and drained', async () => {
    await stage.submit('job_1');
    await stage.tick();
    expect(await stage.desired()).toBe(1);
    await stage.until(async () => (await stage.members())[0] === 'InService');
    expect(stage.events('bootstrap.done')[0]).toMatchObject({
      ok: true,
      code: 0,
      engineVersion: '1.0.0',
      seat: 'none',
    });
    const [row] = await stage.rows();
    expect(row).toMatchObject({ state: 'ready', boot: { phase: 'continued', sends: 1, origin: 'EC2' } });

    await stage.ledger.cancel({ tenant: 't', job: 'job_1' }, Date.now());
    await stage.ledger.voidTasks({ tenant: 't', job: 'job_1' }, Date.now());
    await stage.until(async () => (await stage.members()).length === 0);
    expect(await stage.desired()).toBe(0);
    const kinds = stage
      .events('scaler.tick')
      .flatMap((record) => (record['decisions'] as { kind: string }[]).map(({ kind }) => kind));
    expect(kinds).toEqual(['grow', 'park', 'drain', 'terminate']);
    await stage.until(async () => (await stage.rows()).every(({ state }) => state === 'gone'));
  });

  it('learns of the launch from its event, token and all', async () => {
    await stage.submit('job_2');
    await stage.tick();
    const seen: string[] = [];
    await stage.until(async () => {
      seen.push(...(await stage.deliver()));
      return (await stage.members())[0] === 'InService';
    });
    expect((await stage.rows())[0]?.boot.hookToken).toMatch(/[0-9a-f-]{36}/);
  });

  it('never parks a machine that a waiting job needs, and never ends one that holds a task', async () => {
    const [row] = (await stage.rows()).filter(({ state }) => state === 'ready');
    if (!row) throw new Error('the machine of the test before is gone');
    const busy = { state: 'busy', tasks: [{ tenant: 't', job: 'job_2', n: 0 }] } as const;
    for (let round = 0; round < 8; round += 1) {
      await stage.report(row, { ...busy, tasks: [...busy.tasks] });
      await stage.tick();
      await pause(50);
    }
    expect((await stage.ledger.findInstance(POOL, row.id))?.directive).toMatchObject({ kind: 'work' });
    await stage.until(async () => (await stage.members()).length === 0);
  });

  it.each([
    [10, ['/bin/sh', '-c', 'exit 1'], { argv: ['/bin/sh', '-c', 'exit 1'], timeoutSeconds: 5 }, 3],
    [20, ['/bin/sh', '-c', 'echo no driver; exit 1'], null, 1],
    [30, ['true'], { argv: ['/bin/sh', '-c', 'exit 30'], timeoutSeconds: 5 }, 1],
  ] as const)('abandons a machine whose bootstrap ends with %i', async (code, health, checkOut, sends) => {
    await stage.putEngine([...health], checkOut && { seats: 1, checkOut, release: null });
    await stage.submit(`job_${code}`);
    await stage.until(async () => stage.events('bootstrap.failed').length > 0);
    expect(stage.events('bootstrap.failed')[0]).toMatchObject({ ok: false, code, sends });
    await stage.ledger.cancel({ tenant: 't', job: `job_${code}` }, Date.now());
    await stage.ledger.voidTasks({ tenant: 't', job: `job_${code}` }, Date.now());
    await stage.until(async () => (await stage.members()).length === 0);
  });
});
