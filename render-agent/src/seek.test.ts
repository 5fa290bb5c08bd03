import { beforeEach, describe, expect, it } from '@jest/globals';
import { LANES, type Lane, type TaskRef } from '@reelyard/contracts';
import { type WaitingTask } from '@reelyard/ledger';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { createLogger, ManualClock, memoryLog } from '@reelyard/runtime';
import { type InstalledEngine } from './ports.ts';
import { Seeker } from './seek.ts';
import { BellRope } from './testing/bell-rope.ts';

const INDEX_MS = 15_000;
const signal = new AbortController().signal;
const log = createLogger({ service: 'render-agent', destination: memoryLog() });
const engines = new Map([['scripted', {} as InstalledEngine]]);

/** Whoever waits is what makes time pass. */
class PassingClock extends ManualClock {
  override sleep(ms: number): Promise<void> {
    return this.advance(ms);
  }
}

/** Counts what is asked, and takes as long for it as a queue that fails. */
class FailingBells extends BellRope {
  asked = 0;
  lanes: Lane[] = [...LANES];
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    super();
    this.#clock = clock;
    this.isReachable = false;
  }

  override async receive(of: AbortSignal) {
    this.asked += 1;
    if (this.isReachable) return super.receive(of);
    await this.#clock.advance(5_000);
    return { kind: 'unreachable' as const, lanes: this.lanes };
  }
}

let clock: ManualClock;
let bells: FailingBells;
let waiting: string[];
let looks: Lane[];
let seeker: Seeker;
beforeEach(() => {
  [clock, waiting, looks] = [new PassingClock(), [], []];
  bells = new FailingBells(clock);
  const findWaiting = async (lane: Lane) => {
    looks.push(lane);
    return lane === 'standard' ? waiting.map(aTask) : [];
  };
  const ledger = { ...createMemoryLedger(), findWaiting };
  seeker = new Seeker({ doorbells: bells, ledger, engines, clock, log, random: () => 0, indexMs: INDEX_MS });
});

const aTask = (job: string): WaitingTask => ({
  ...{ tenant: 'acme', job, n: 0, lane: 'standard', state: 'pending', engine: 'scripted' },
  ...{ enqueuedAt: 0, notBefore: 0, deadlineAt: Number.MAX_SAFE_INTEGER, frames: 1, pixels: 1 },
});

/** As the agent does: what is found is claimed before the next is sought. */
async function findNext(): Promise<TaskRef | undefined> {
  const bell = await seeker.seek(signal);
  if (bell) waiting = waiting.filter((job) => job !== bell.ref.job);
  return bell?.ref;
}

describe('an agent whose queues cannot be reached', () => {
  it('works off what waits without asking the queues between two tasks', async () => {
    waiting = ['job_1', 'job_2', 'job_3'];
    const found = [await findNext(), await findNext(), await findNext()];
    expect(found.map((ref) => ref?.job)).toEqual(['job_1', 'job_2', 'job_3']);
    expect(bells.asked).toBe(1);
  });

  it('asks the queues again once nothing waits, and leaves the index alone for its interval', async () => {
    waiting = ['job_1'];
    await findNext();
    expect(await findNext()).toBeUndefined();
    expect(bells.asked).toBe(2);
    const looksSoFar = looks.length;
    waiting = ['job_2'];
    expect(await findNext()).toBeUndefined();
    expect(bells.asked).toBe(3);
    expect(looks).toHaveLength(looksSoFar);
  });

  it('leaves the index to others as soon as a queue answers', async () => {
    waiting = ['job_1'];
    await findNext();
    await findNext();
    bells.isReachable = true;
    bells.ring({ tenant: 'acme', job: 'job_rung', n: 0 });
    expect((await findNext())?.job).toBe('job_rung');
    await clock.advance(2 * INDEX_MS);
    const looksSoFar = looks.length;
    bells.ring({ tenant: 'acme', job: 'job_rung_again', n: 0 });
    expect((await findNext())?.job).toBe('job_rung_again');
    expect(looks).toHaveLength(looksSoFar);
  });

  it('looks for a lane that falls silent after the others as soon as it does', async () => {
    waiting = ['job_1'];
    bells.lanes = ['express', 'bulk'];
    expect(await findNext()).toBeUndefined();
    bells.lanes = ['standard'];
    expect((await findNext())?.job).toBe('job_1');
  });

  it('looks into every lane that does not answer, the highest first', async () => {
    await findNext();
    expect(looks).toEqual([...LANES]);
  });
});
