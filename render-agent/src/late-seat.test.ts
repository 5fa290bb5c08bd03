import { describe, expect, it } from '@jest/globals';
import { type Clock, silentLogger } from '@reelyard/runtime';
import { AgentSeats } from './seats.ts';

describe('a seat whose answer comes after its lease has run out', () => {
  it('is none, and the next one is taken as if it had never been', async () => {
    let now = 1_000_000;
    const clock: Clock = { now: () => now, monotonic: () => now, sleep: () => new Promise(() => undefined) };
    let frozenMs = 70_000;
    let epoch = 0;
    const seats = new AgentSeats({
      clock,
      ledger: {
        // The process stood still while it waited.
        takeSeat: async (engine, _, owner) => {
          now += frozenMs;
          return { engine, n: 0, epoch: (epoch += 1), owner };
        },
        renewSeat: () => Promise.resolve(true),
        returnSeat: () => Promise.resolve(true),
      },
      log: silentLogger,
      owner: 'i-1/1',
      times: { heartbeatMs: 10_000, leaseMs: 60_000 },
    });
    expect(await seats.take('licensed', 1)).toBeUndefined();
    frozenMs = 5;
    const grip = await seats.take('licensed', 1);
    expect(grip?.lost.aborted).toBe(false);
    expect(epoch).toBe(2);
  });
});

describe('a seat whose time passes while the process stands still', () => {
  it('is lost when its user asks before the engine starts, though no timer of ours has told', async () => {
    let now = 1_000_000;
    const clock: Clock = { now: () => now, monotonic: () => now, sleep: () => new Promise(() => undefined) };
    const seats = new AgentSeats({
      clock,
      ledger: {
        takeSeat: (engine, _, owner) => Promise.resolve({ engine, n: 0, epoch: 1, owner }),
        renewSeat: () => Promise.resolve(true),
        returnSeat: () => Promise.resolve(true),
      },
      log: silentLogger,
      owner: 'i-1/1',
      times: { heartbeatMs: 10_000, leaseMs: 60_000 },
    });
    const grip = await seats.take('licensed', 1);
    grip?.check();
    expect(grip?.lost.aborted).toBe(false);
    now += 70_000;
    grip?.check();
    expect(grip?.lost.aborted).toBe(true);
  });
});
