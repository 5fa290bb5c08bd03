import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BASELINES, SIGHTS } from '../baselines/index.ts';
import { simulate, type SimulateOptions } from '../simulate.ts';
import { commonArrival } from '../trace.ts';
import { type LowerBoundOptions, solveLowerBound } from './lower-bound.ts';
import { type BoundJob } from './work-band.ts';
import { zeroWaitSeconds } from './zero-wait.ts';

const job = (at: number, service: number, within = 300): BoundJob => ({ at, service, within });
const secondsOf = async (jobs: readonly BoundJob[], options: Partial<LowerBoundOptions> = {}): Promise<number> =>
  (await solveLowerBound(jobs, { bootSeconds: 240, dt: 20, ...options })).machineSeconds;

describe('the lower bound', () => {
  it('is nothing for no jobs', async () => {
    expect(await secondsOf([])).toBe(0);
  });

  it('boots one machine for one job: nobody serves it with a sixth of a machine', async () => {
    expect(await secondsOf([job(0, 60)])).toBeCloseTo(240 + 60, 3);
    expect(await secondsOf([job(0, 60)], { cutRounds: 0 })).toBeLessThan(240 + 60);
  });

  it('lets one machine work off what may wait', async () => {
    expect(await secondsOf([job(0, 60), job(0, 60), job(0, 60)])).toBeCloseTo(240 + 180, 3);
  });

  it('boots as many machines as jobs that may not wait', async () => {
    expect(await secondsOf([job(0, 60, 0), job(0, 60, 0)])).toBeCloseTo(2 * 240 + 120, 3);
  });

  it('keeps a machine through a gap when that is cheaper than another boot', async () => {
    expect(await secondsOf([job(0, 60, 0), job(200, 60, 0)])).toBeCloseTo(240 + 260, 3);
    expect(await secondsOf([job(0, 60, 0), job(1_000, 60, 0)])).toBeCloseTo(2 * (240 + 60), 3);
  });

  it('never puts a long job on two machines', async () => {
    const jobs = [job(0, 3_600), job(0, 3_600)];
    expect(await secondsOf(jobs)).toBeCloseTo(2 * (240 + 3_600), 3);
  });

  it('takes the short boot for as many machines as there are stopped ones', async () => {
    const jobs = [job(0, 60, 0), job(0, 60, 0)];
    expect(await secondsOf(jobs, { warm: { slots: 1, bootSeconds: 45 } })).toBeCloseTo(45 + 240 + 120, 3);
    expect(await secondsOf(jobs, { warm: { slots: 2, bootSeconds: 45 } })).toBeCloseTo(90 + 120, 3);
  });

  it('charges nothing for boots that were paid before the scored part began', async () => {
    expect(await secondsOf([job(0, 60, 0)], { openStart: 0 })).toBeCloseTo(60, 3);
    expect(await secondsOf([job(100, 60, 0)], { openStart: 0 })).toBeCloseTo(160, 3);
    expect(await secondsOf([job(1_000, 60, 0)], { openStart: 0 })).toBeCloseTo(300, 3);
  });
});

const tinyJob = fc.record({
  at: fc.integer({ min: 0, max: 12 }),
  service: fc.integer({ min: 1, max: 6 }),
  within: fc.integer({ min: 0, max: 4 }),
});

/** All schedules on whole seconds; for whole-second jobs none in between is better. */
function searchBest(
  jobs: readonly BoundJob[],
  bootSeconds: number,
  placed: { from: number; to: number }[] = [],
): number {
  const next = jobs[placed.length];
  if (!next) return zeroWaitSeconds(placed, bootSeconds);
  let best = Infinity;
  for (let from = next.at; from <= next.at + next.within; from += 1)
    best = Math.min(best, searchBest(jobs, bootSeconds, [...placed, { from, to: from + next.service }]));
  return best;
}

describe('the lower bound against a search of every schedule', () => {
  it('is never above the best schedule, whatever the bins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(tinyJob, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1, 2, 3, 5),
        async (jobs, bootSeconds, dt) => {
          const best = searchBest(jobs, bootSeconds);
          const { machineSeconds, workSeconds } = await solveLowerBound(jobs, { bootSeconds, dt });
          expect(machineSeconds).toBeLessThanOrEqual(best + 1e-6);
          expect(machineSeconds).toBeGreaterThanOrEqual(workSeconds + bootSeconds - 1e-6);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the best schedule where no job may wait', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tinyJob, { minLength: 1, maxLength: 6 }), async (jobs) => {
        const now = jobs.map((each) => ({ ...each, within: 0 }));
        const best = zeroWaitSeconds(
          now.map(({ at, service }) => ({ from: at, to: at + service })),
          5,
        );
        const { machineSeconds } = await solveLowerBound(now, { bootSeconds: 5, dt: 1 });
        expect(machineSeconds).toBeCloseTo(best, 4);
      }),
      { numRuns: 100 },
    );
  });
});

const policies: SimulateOptions['policy'][] = [
  ...BASELINES.flatMap((baseline) => SIGHTS.flatMap((sight) => baseline.settingsFor(sight))).map(
    ({ create }) => create,
  ),
  ...Array.from({ length: 40 }, () => 'reelyard' as const),
];

const someRun = fc.record({
  jobs: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 3_000, noNaN: true }),
      service: fc.double({ min: 1, max: 400, noNaN: true }),
    }),
    { minLength: 1, maxLength: 25 },
  ),
  policy: fc.constantFrom(...policies),
  within: fc.integer({ min: 60, max: 900 }),
  warm: fc.constantFrom(0, 2),
});

/** @returns billed seconds, or nothing when a job was late or a render killed */
function billedSeconds({ jobs, policy, within, warm }: Run, scoreFrom: number): number | undefined {
  const trace = [...jobs].sort((a, b) => a.at - b.at).map((each) => ({ ...commonArrival, ...each }));
  const farm = {
    ...{ bootSeconds: 50, warmBootSeconds: 20, bootSigma: 0, bootFailureShare: 0, warm },
    objectiveSeconds: within,
  };
  const { instanceHours, attainment, killed } = simulate({ trace, policy, farm, scoreFrom });
  return attainment < 1 || killed > 0 ? undefined : instanceHours * 3_600;
}

type Run = Readonly<{
  jobs: readonly { at: number; service: number }[];
  policy: SimulateOptions['policy'];
  within: number;
  warm: number;
}>;

async function boundSeconds({ jobs, within, warm }: Run, openStart?: number): Promise<number> {
  const scored = jobs.filter(({ at }) => at >= (openStart ?? 0)).map((each) => ({ ...each, within }));
  const { machineSeconds } = await solveLowerBound(scored, {
    ...{ bootSeconds: 50, dt: 10 },
    ...(warm > 0 ? { warm: { slots: warm, bootSeconds: 20 } } : {}),
    ...(openStart === undefined ? {} : { openStart }),
  });
  return machineSeconds;
}

describe('the lower bound against policies in the simulator', () => {
  it('is below the machine seconds of every run that starts every job in time', async () => {
    await fc.assert(
      fc.asyncProperty(someRun, async (run) => {
        const billed = billedSeconds(run, 0);
        if (billed !== undefined) expect(billed).toBeGreaterThanOrEqual((await boundSeconds(run)) - 1e-3);
      }),
      { numRuns: 300 },
    );
  });

  it('is below what the scored part of such a run is billed', async () => {
    await fc.assert(
      fc.asyncProperty(someRun, fc.integer({ min: 0, max: 2_500 }), async (run, scoreFrom) => {
        const billed = billedSeconds(run, scoreFrom);
        if (billed !== undefined) expect(billed).toBeGreaterThanOrEqual((await boundSeconds(run, scoreFrom)) - 1e-3);
      }),
      { numRuns: 200 },
    );
  });
});
