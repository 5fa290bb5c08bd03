import { describe, expect, it } from '@jest/globals';
import { aPolicy, aPool } from './core/builders.ts';
import { FakeFarm } from './fake-farm.ts';
import { type Farm } from './ports.ts';
import { scale } from './scale.ts';

const timers = { tickMs: 10_000, quickTickMs: 2_000, windowMs: 50_000, leaseMs: 30_000 };
/** One every three seconds: there is always another machine to buy. */
const JOBS = 40;
const RUN_SECONDS = 120;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

interface Call {
  owner: string;
  epoch: number;
  /** Of the lease in the ledger when the call was made. */
  current: number;
}

/** A generator of numbers in [0, 1): mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Five functions at once, each with a clock of its own and looks that may take longer than the lease. */
class Crowd {
  readonly fake = new FakeFarm(aPolicy({ pools: [aPool({ max: 50 })], maxInstances: 50 }));
  readonly calls: Call[] = [];
  pauses = 0;
  #elapsed = 0;
  readonly #epochs = new Map<string, number>();
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** For as long as jobs come, somebody calls the function again whenever it has left. */
  async run(): Promise<string[]> {
    const ended: string[] = [];
    let left = 5;
    const callAgain = async (name: string): Promise<void> => {
      for (let call = 0; this.#elapsed < RUN_SECONDS; call += 1) {
        ended.push(await scale(this.#farmOf(`${name}-${call}`), `${name}-${call}`, timers));
        await this.fake.clock.sleep(5_000 * this.#random());
      }
      left -= 1;
    };
    const running = [0, 1, 2, 3, 4].map((n) => callAgain(`f-${n}`));
    for (; left > 0; this.#elapsed += 1) {
      if (this.#elapsed % 3 === 0 && this.#elapsed < 3 * JOBS) await this.fake.submit(`job_${this.#elapsed}`);
      await this.fake.clock.advance(1_000);
    }
    await Promise.all(running);
    return ended;
  }

  /** The same ledger and groups, seen by a process that stops at the worst moments. */
  #farmOf(owner: string): Farm {
    const { farm, ledger, clock } = this.fake;
    const skew = Math.round((this.#random() - 0.5) * 4_000);
    const record = async (): Promise<void> => {
      const current = (await ledger.findScaler())?.epoch ?? 0;
      this.calls.push({ owner, epoch: this.#epochs.get(owner) ?? 0, current });
    };
    return {
      ...farm,
      clock: { now: () => clock.now() + skew, monotonic: () => clock.monotonic(), sleep: (ms) => clock.sleep(ms) },
      ledger: {
        ...ledger,
        acquireScaler: async (name, leaseMs, now) => {
          const state = await ledger.acquireScaler(name, leaseMs, now);
          if (state) this.#epochs.set(owner, state.epoch);
          return state;
        },
      },
      groups: {
        ...farm.groups,
        describe: async (pools) => {
          const seen = await farm.groups.describe(pools);
          if (this.#random() < 0.4) {
            this.pauses += 1;
            await clock.sleep(40_000 * this.#random());
          }
          return seen;
        },
        setDesired: async (pool, desired) => {
          await record();
          await farm.groups.setDesired(pool, desired);
        },
      },
    };
  }
}

describe('five scalers at once', () => {
  it.each(SEEDS)(
    'leave capacity to the one that holds the lease, whatever their clocks and pauses (seed %i)',
    async (seed) => {
      const crowd = new Crowd(seed);
      const ended = await crowd.run();
      expect(crowd.calls.filter(({ epoch, current }) => epoch !== current)).toEqual([]);
      const epochs = crowd.calls.map(({ epoch }) => epoch);
      expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
      expect(ended).toContain('held-elsewhere');
      expect(crowd.fake.groups[0]?.desired).toBeLessThanOrEqual(JOBS);
    },
  );

  it('were in fact fenced off, paused and followed by others, or this proved nothing', async () => {
    const crowds = await Promise.all(
      SEEDS.map(async (seed) => {
        const crowd = new Crowd(seed);
        await crowd.run();
        return crowd;
      }),
    );
    const sum = (count: (crowd: Crowd) => number): number => crowds.reduce((all, crowd) => all + count(crowd), 0);
    expect(sum(({ calls }) => calls.length)).toBeGreaterThan(0);
    expect(sum(({ pauses }) => pauses)).toBeGreaterThan(10);
    expect(sum(({ fake }) => fake.log.records.filter(({ event }) => event === 'scaler.fenced').length)).toBeGreaterThan(
      0,
    );
  });
});
