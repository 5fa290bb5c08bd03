/**
 * What the law costs to run: one tick over 5,000 waiting tasks and 1,000 instances, and the simulation of a month of 30,000 jobs. The tick
 * is a real one: a simulated farm is flooded, and what its scaler saw at the fullest is decided again and again.
 */
import { planTick, type Sight } from '@reelyard/scaler-lambda/core';
import { commonArrival, generateSessions, simulate, toFarm, toScalePolicy, type Trace } from '@reelyard/simulator';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';

const WAITING = 5_000;
const INSTANCES = 1_000;
const SERVICE_SECONDS = 600;
const MONTH_DAYS = 30;

class Enough extends Error {}

export interface TickFigures {
  readonly waiting: number;
  readonly instances: number;
  readonly ticks: number;
  readonly cpuMs: { readonly p50: number; readonly p95: number };
}

export interface MonthFigures {
  readonly jobs: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** More tasks than machines, at once. */
const flood: Trace = Array.from({ length: WAITING + INSTANCES }, (_, n) => ({
  ...commonArrival,
  at: 0,
  service: SERVICE_SECONDS + (n % 100),
  frames: 300 + 3 * (n % 100),
  tenant: `tenant-${n % 12}`,
}));

/** What the scaler sees when every machine is busy and the rest waits. */
function catchSight(): Sight {
  let caught: Sight | undefined;
  try {
    simulate({
      trace: flood,
      policy: 'reelyard',
      farm: { maxInstances: INSTANCES, bootFailureShare: 0 },
      witness: (sight) => {
        if (!isFull(sight)) return;
        caught = sight;
        throw new Enough();
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  if (!caught) throw new Error(`the farm never had ${INSTANCES} busy machines and ${WAITING} waiting tasks at once`);
  return caught;
}

const isFull = ({ waiting, leaseOwners }: Sight): boolean =>
  waiting.length >= WAITING && leaseOwners.length >= INSTANCES;

function measureTicks(ticks: number): TickFigures {
  const sight = catchSight();
  /** Room for more: a farm at its cap has nothing to weigh. */
  const policy = toScalePolicy(toFarm({ maxInstances: INSTANCES + WAITING }));
  const cpuMs = Array.from({ length: ticks }, () => {
    const before = process.cpuUsage();
    planTick(sight, policy, sight.at);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  const round = (q: number): number => Math.round(quantile(cpuMs, q) * 10) / 10;
  return {
    ...{ waiting: sight.waiting.length, instances: sight.instances.length, ticks },
    cpuMs: { p50: round(0.5), p95: round(0.95) },
  };
}

function measureMonth(): MonthFigures {
  const trace = generateSessions(1, { days: MONTH_DAYS });
  const before = process.cpuUsage();
  simulate({ trace, policy: 'reelyard', farm: { warm: 8 } });
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = Math.round((user + system) / 100_000) / 10;
  return { jobs: trace.length, cpuSeconds, peakMb: Math.round(process.resourceUsage().maxRSS / 1_024) };
}

/** `jobs` is the number of ticks. */
export const scalerTickBench: Bench = {
  async run({ jobs: ticks = 100, say }): Promise<BenchReport> {
    say('a month of 30,000 jobs');
    const month = measureMonth();
    say(`a tick over ${WAITING} waiting tasks and ${INSTANCES} instances`);
    const tick = measureTicks(ticks);
    return {
      figures: { tick, month },
      misses: [
        ...mustBe('tick.cpuMs.p95', tick.cpuMs.p95, { atMost: 500 }),
        ...mustBe('month.cpuSeconds', month.cpuSeconds, { atMost: 20 }),
        ...mustBe('month.peakMb', month.peakMb, { atMost: 512 }),
      ],
    };
  },
};
