import { afterEach, describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { LeapClock } from './testing/leap-clock.ts';
import { INSTANCE, POOL, TestFarm, type TestFarmOptions, until } from './testing/test-farm.ts';

let farm: TestFarm;
afterEach(() => farm.stop());

async function start(options: TestFarmOptions = {}): Promise<void> {
  const ledger = createMemoryLedger();
  await ledger.createInstance({
    ...{ pool: POOL, id: INSTANCE, state: 'ready', version: 1, createdAt: 0 },
    boot: { phase: 'continued', launchedAt: 0, sends: 1 },
    directive: { kind: 'work', epoch: 0, at: 0 },
  });
  farm = await TestFarm.start({ ...options, ledger });
}

const agent = async () => (await farm.ledger.findInstance(POOL, INSTANCE))?.agent;

describe('the report of an agent', () => {
  it('tells the scaler what runs, since when, and how far it is', async () => {
    await start();
    const before = farm.clock.now();
    await farm.order({ steps: [{ progress: { frames: 5 } }, { hang: {} }] });
    const running = await until('progress is reported', async () => {
      const found = (await agent())?.running;
      return found?.progress === undefined ? undefined : found;
    });
    expect(running).toMatchObject({ engine: 'scripted', frames: 10, pixels: 4_096, progress: 1 });
    expect(running.startedAt).toBeGreaterThanOrEqual(before);
    expect(running.startedAt).toBeLessThanOrEqual(farm.clock.now());
  });

  it('keeps the last eight tasks that it served, numbered since its start, and none that failed', async () => {
    await start();
    await farm.order({ steps: [{ exit: 20 }] });
    for (let n = 1; n <= 9; n += 1) {
      await farm.order();
      await until(`${n} are done`, () => farm.records('task.done').length === n);
    }
    const served = await until('all are reported', async () => {
      const found = (await agent())?.served;
      return found?.at(-1)?.seq === 9 ? found : undefined;
    });
    expect(served.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(served[0]).toMatchObject({ engine: 'scripted', engineVersion: '1.0.0', frames: 10, pixels: 4_096 });
    for (const { seconds } of served) expect(seconds).toBeGreaterThan(0);
    expect((await agent())?.running).toBeUndefined();
  });

  it('does not count the time for which a task claimed ahead waited for the engine', async () => {
    const clock = new LeapClock();
    await start({ clock });
    const first = await farm.order({ steps: [{ progress: { frames: 1 } }, { awaitFile: 'go' }] });
    await until('the engine runs', () => farm.records('engine.started')[0]);
    await farm.order();
    await until('the second is claimed ahead', () => farm.records('task.claimed')[1]?.['ahead'] === true);
    clock.leap(100_000);
    await farm.tell(first, 'go');
    const served = await until('both are served', async () => {
      const found = (await agent())?.served;
      return found?.length === 2 ? found : undefined;
    });
    expect(served[0]?.seconds).toBeGreaterThan(100);
    expect(served[1]?.seconds).toBeLessThan(100);
  });
});
