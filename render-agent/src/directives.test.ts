import { afterEach, describe, expect, it } from '@jest/globals';
import { type AgentReport, type Directive } from '@reelyard/contracts';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { INSTANCE, POOL, TENANT, TestFarm, type TestFarmOptions, latch, refOf, until } from './testing/test-farm.ts';

let farm: TestFarm;
afterEach(() => farm.stop());

async function start(options: TestFarmOptions = {}): Promise<void> {
  const ledger = options.ledger ?? createMemoryLedger();
  await ledger.createInstance({
    pool: POOL,
    id: INSTANCE,
    state: 'ready',
    version: 1,
    boot: { phase: 'continued', launchedAt: 0, sends: 1 },
    directive: { kind: 'work', epoch: 1, at: 0 },
    createdAt: 0,
  });
  farm = await TestFarm.start({ ...options, ledger });
}

async function direct(kind: Directive['kind'], epoch: number): Promise<void> {
  const before = await farm.ledger.findInstance(POOL, INSTANCE);
  if (!before) throw new Error('no instance');
  expect(await farm.ledger.updateInstance(before, { directive: { kind, epoch, at: 0 } })).toBe(true);
}

const report = async (): Promise<AgentReport | undefined> => (await farm.ledger.findInstance(POOL, INSTANCE))?.agent;
const reports = (state: AgentReport['state'], acknowledgedEpoch: number) =>
  until(`the agent reports ${state}`, async () => {
    const found = await report();
    return found?.state === state && found.acknowledgedEpoch === acknowledgedEpoch ? found : undefined;
  });

describe('park', () => {
  it('is acknowledged by an idle agent, which then leaves doorbells to others', async () => {
    await start();
    await reports('idle', 1);
    await direct('park', 2);
    await reports('parked', 2);
    await farm.order();
    expect(farm.bells.waiting).toBe(1);
    await direct('work', 3);
    await until('the task is done', () => farm.records('task.done')[0]);
  });

  it('is not acknowledged while a claim is under way, nor while its task renders', async () => {
    const ledger = createMemoryLedger();
    const gate = latch();
    const claim: typeof ledger.claim = (...args) => gate.opened.then(() => ledger.claim(...args));
    await start({ ledger: { ...ledger, claim } });
    await farm.order({ steps: [{ progress: { frames: 10, everyMs: 30 } }] });
    await until('the bell is taken', () => farm.bells.waiting === 0);
    await direct('park', 2);
    await until('the directive is heard', () =>
      farm.records('directive.heard').find((record) => record['epoch'] === 2),
    );
    expect(await report()).toMatchObject({ acknowledgedEpoch: 1 });
    gate.open();
    await until('the engine runs', () => farm.records('engine.started')[0]);
    await reports('busy', 1);
    const parked = await reports('parked', 2);
    expect(parked.tasks).toEqual([]);
    expect(farm.records('task.done')).toHaveLength(1);
  });
});

describe('drain', () => {
  it('returns a task claimed ahead without using up a budget, finishes the render, and is acknowledged', async () => {
    await start();
    const first = await farm.order({ steps: [{ progress: { frames: 1 } }, { awaitFile: 'go' }] });
    await until('its engine runs', () => farm.records('engine.started')[0]);
    const second = await farm.order();
    await until('the second is claimed ahead', () =>
      farm.records('task.claimed').find((record) => record['ahead'] === true),
    );
    await direct('drain', 2);
    await until('it is released', () => farm.records('task.let-go').find((record) => record['because'] === 'released'));
    await farm.tell(first, 'go');
    await reports('drained', 2);
    expect(await farm.ledger.findJob(TENANT, first.id)).toMatchObject({ state: 'succeeded' });
    expect(await farm.ledger.findTask(refOf(second))).toMatchObject({
      state: 'pending',
      counters: { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0 },
    });
  });

  it('is irrevocable: a later directive to work changes nothing', async () => {
    await start();
    await direct('drain', 2);
    await reports('drained', 2);
    await direct('work', 3);
    await reports('drained', 3);
    await farm.order();
    expect(farm.bells.waiting).toBe(1);
  });

  it('is obeyed by an agent that starts after it was asked for', async () => {
    const ledger = createMemoryLedger();
    await start({ ledger });
    await direct('drain', 2);
    await reports('drained', 2);
    await farm.stop();
    farm = await TestFarm.start({ ledger });
    await farm.order();
    await reports('drained', 2);
    expect(farm.bells.waiting).toBe(1);
  });
});

describe('a spot notice', () => {
  it('reaches the scaler: this instance takes nothing more', async () => {
    await start();
    await reports('idle', 1);
    expect(await report()).not.toHaveProperty('isInterrupted');
    farm.notice = { kind: 'spot', at: farm.clock.now() + 120_000 };
    await until('the agent says so', async () => (await report())?.isInterrupted);
  });
});
