import { afterEach, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { ManualClock, createLogger, findProcess, memoryLog } from '@reelyard/runtime';
import { AgentSeats } from './seats.ts';
import { LeapClock } from './testing/leap-clock.ts';
import { TENANT, TestFarm, type TestFarmOptions, refOf, until } from './testing/test-farm.ts';

const MINUTE = 60_000;

function setUp() {
  const [clock, ledger, logs] = [new ManualClock(), createMemoryLedger(), memoryLog()];
  const state = { isDown: false };
  const down = () => Promise.reject(new FarmError('ledger-unavailable', 'no route'));
  const flaky = {
    ...ledger,
    renewSeat: (...args: Parameters<typeof ledger.renewSeat>) => (state.isDown ? down() : ledger.renewSeat(...args)),
  };
  const times = { heartbeatMs: 10_000, leaseMs: MINUTE };
  const log = createLogger({ service: 'render-agent', destination: logs });
  const seatsOf = (owner: string) => new AgentSeats({ ledger: flaky, clock, log, owner, times });
  const take = async (seats: AgentSeats) => {
    const grip = await seats.take('pro', 1);
    if (!grip) throw new Error('no seat');
    return grip;
  };
  const takenBy = (owner: string, at = clock.now()) => ledger.takeSeat('pro', 1, owner, MINUTE, at);
  return { clock, ledger, logs, state, seatsOf, take, takenBy };
}

describe('a seat', () => {
  it('is kept for as long as it is used, and is free the moment it is not', async () => {
    const { clock, seatsOf, take, takenBy } = setUp();
    const grip = await take(seatsOf('i-1/1'));
    await clock.advance(10 * MINUTE);
    expect(await takenBy('i-2/1')).toBeUndefined();
    expect(grip.lost.aborted).toBe(false);
    await grip.giveBack();
    expect(await takenBy('i-2/1')).toBeDefined();
  });

  it('is shared by two tasks of one agent and goes back with the last', async () => {
    const { seatsOf, take, takenBy } = setUp();
    const seats = seatsOf('i-1/1');
    const [first, second] = [await take(seats), await take(seats)];
    await first.giveBack();
    await first.giveBack();
    expect(await takenBy('i-2/1')).toBeUndefined();
    await second.giveBack();
    expect(await takenBy('i-2/1')).toBeDefined();
  });

  it('is lost by its holder before another can have it when it cannot be renewed', async () => {
    const { clock, state, seatsOf, take, takenBy } = setUp();
    const grip = await take(seatsOf('i-1/1'));
    state.isDown = true;
    let lostAt = 0;
    const takenAt = clock.now();
    grip.lost.addEventListener('abort', () => (lostAt = clock.now()));
    await clock.advance(MINUTE - 1);
    expect(await takenBy('i-2/1')).toBeUndefined();
    expect(lostAt - takenAt).toBe(54_000);
    await clock.advance(1);
    expect(await takenBy('i-2/1')).toBeDefined();
  });

  it('is lost with the first renewal that finds another holder', async () => {
    const { clock, logs, seatsOf, take, takenBy } = setUp();
    const grip = await take(seatsOf('i-1/1'));
    expect(await takenBy('i-2/1', clock.now() + MINUTE)).toBeDefined();
    await clock.advance(10_000);
    expect(grip.lost.aborted).toBe(true);
    expect(logs.records.find(({ event }) => event === 'seat.lost')).toMatchObject({ because: 'taken-over', epoch: 1 });
  });

  it('that was lost and taken again is not given back by who had it before', async () => {
    const { clock, state, seatsOf, take, takenBy } = setUp();
    const seats = seatsOf('i-1/1');
    const before = await take(seats);
    state.isDown = true;
    await clock.advance(MINUTE);
    state.isDown = false;
    const after = await take(seats);
    await before.giveBack();
    expect(await takenBy('i-2/1')).toBeUndefined();
    expect([before.lost.aborted, after.lost.aborted]).toEqual([true, false]);
  });

  it('tells its user nothing after it was given back', async () => {
    const { clock, state, seatsOf, take } = setUp();
    const seats = seatsOf('i-1/1');
    const [done, rendering] = [await take(seats), await take(seats)];
    await done.giveBack();
    state.isDown = true;
    await clock.advance(MINUTE);
    expect([done.lost.aborted, rendering.lost.aborted]).toEqual([false, true]);
  });
});

let farm: TestFarm | undefined;
const start = async (options?: TestFarmOptions): Promise<TestFarm> => (farm = await TestFarm.start(options));
afterEach(async () => {
  await farm?.stop();
  farm = undefined;
});

const license = { seats: 1, checkOut: null, release: null };
const stubborn = [{ hang: { ignoresTerm: true, progressEveryMs: 5 } }];

const isAlive = (pid: number): boolean => findProcess(pid) !== undefined;

describe('an engine that renders on a seat', () => {
  it('is dead before its seat can be had by another when the ledger does not answer', async () => {
    const ledger = createMemoryLedger();
    const state = { isDown: false };
    const renewSeat: typeof ledger.renewSeat = (...args) =>
      state.isDown ? Promise.reject(new FarmError('ledger-unavailable', 'no route')) : ledger.renewSeat(...args);
    const clock = new LeapClock();
    const leaseMs = 10 * MINUTE;
    const { records, ...one } = await startRendering({ clock, ledger: { ...ledger, renewSeat }, leaseMs });
    const takenByAnother = () => ledger.takeSeat('scripted', 1, 'i-2/1', MINUTE, clock.now());
    state.isDown = true;
    clock.leap(0.9 * leaseMs);
    await until('the engine is dead', () => !isAlive(one.pid));
    expect(await takenByAnother()).toBeUndefined();
    clock.leap(0.1 * leaseMs);
    expect(await takenByAnother()).toMatchObject({ epoch: 2 });
    expect(await until('it is requeued', () => records('task.requeued')[0])).toMatchObject({
      errClass: 'license',
      errCode: 'seat_lost',
    });
    expect(await ledger.findTask(refOf(one.job))).toMatchObject({ counters: { engine: 0, license: 1 } });
  });

  it('is killed without grace when another has its seat', async () => {
    const ledger = createMemoryLedger();
    const { clock, records, ...one } = await startRendering({ ledger, leaseMs: MINUTE / 2 });
    await ledger.takeSeat('scripted', 1, 'i-2/1', MINUTE, clock.now() + MINUTE);
    await until('the loss is known', () => records('seat.lost')[0]);
    await until('the engine is dead', () => !isAlive(one.pid));
    await until('it is requeued', () => records('task.requeued')[0]);
    expect(await ledger.findJob(TENANT, one.job.id)).toMatchObject({ state: 'rendering' });
  });

  it('keeps its seat until its last grandchild is dead', async () => {
    const ledger = createMemoryLedger();
    const grandchildren: { pid: number; isAlive: boolean }[] = [];
    const returnSeat: typeof ledger.returnSeat = (seat) => {
      const pid = Number(/grandchild\D+(\d+)/.exec(JSON.stringify(farm?.records('engine.output')))?.[1]);
      grandchildren.push({ pid, isAlive: isAlive(pid) });
      return ledger.returnSeat(seat);
    };
    const { order, records } = await start({ ledger: { ...ledger, returnSeat }, license }).then((started) => ({
      order: started.order.bind(started),
      records: started.records.bind(started),
    }));
    await order({ steps: [{ doubleFork: { seconds: 600 } }] });
    await until('it is done', () => records('task.done')[0]);
    expect(grandchildren).toEqual([{ pid: expect.any(Number), isAlive: false }]);
    expect(grandchildren[0]?.pid).toBeGreaterThan(1);
  });
});

async function startRendering(options: TestFarmOptions) {
  const started = await start({ ...options, license });
  const job = await started.order({ steps: stubborn });
  const records = started.records.bind(started);
  const record = await until('the engine runs', () => records('engine.started')[0]);
  return { clock: started.clock, records, job, pid: Number(record['pid']) };
}
