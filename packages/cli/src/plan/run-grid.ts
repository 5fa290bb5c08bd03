/** The past again under other settings, in virtual time, by the scaler's own law. Same trace, settings and seed: same figures. */
import {
  type FarmOptions,
  type Interval,
  type Report,
  simulate,
  standardFarm,
  summarize,
  toFarm,
  toScalePolicy,
  type Trace,
} from '@reelyard/simulator';
import { type Ground, isSame, type Settings, type Standing } from './settings.ts';

/** Means over the seeds, where there are several. */
export interface PlannedRun {
  settings: Settings;
  isToday: boolean;
  /** Tasks that are scored. */
  jobs: number;
  /** What a month of such days would cost. */
  dollarsAMonth: number;
  instanceHoursAMonth: number;
  /** Of the instance hours, on spot. */
  spotHoursShare: number;
  /** Share that started within the objective of its lane. */
  attainment: number;
  waitSeconds: { p50: number; p95: number; p99: number };
  launches: number;
  unusedLaunches: number;
  killed: number;
  unserved: number;
  /** Half of the 95 % confidence interval over the seeds; absent with one. */
  spread?: { dollarsAMonth: number; attainment: number };
}

export interface RunOptions {
  trace: Trace;
  standing: Standing;
  seeds: readonly number[];
  /** Interruptions that a spot machine meets in an hour; today's when absent, else the simulator's. */
  spotHazard?: number;
  /** Median of a start out of the warm pool; when absent today's, else the simulator's, or the cold boot where that is shorter. */
  warmBootSeconds?: number;
}

const daySeconds = 86_400;
const monthSeconds = (365.25 / 12) * daySeconds;
/** The law begins knowing nothing: so much of the past teaches and is not scored, a day at most. */
const warmUpShare = 0.1;

export function runSettings(settings: Settings, { trace, standing, seeds, ...chance }: RunOptions): PlannedRun {
  const endSeconds = trace.at(-1)?.at ?? 0;
  const scoreFrom = Math.min(daySeconds, endSeconds * warmUpShare);
  const farm = farmOf(settings, standing.ground, chance);
  const scalePolicy = lawOf(settings, standing.ground, farm);
  const reports = seeds.map((seed) => simulate({ trace, policy: 'reelyard', farm, seed, scoreFrom, scalePolicy }));
  return {
    settings,
    isToday: isSame(settings, standing.today),
    ...figuresOf(reports, monthSeconds / Math.max(1, endSeconds - scoreFrom)),
  };
}

function figuresOf(reports: readonly Report[], perMonth: number): Omit<PlannedRun, 'settings' | 'isToday'> {
  const means = summarize(reports);
  const { dollars, attainment, instanceHours, launches, unusedLaunches, killed, unserved } = means;
  const spotHours = reports.reduce((sum, report) => sum + report.spotHours, 0) / reports.length;
  const [dollarSpread, attainmentSpread] = [halfOf(dollars), halfOf(attainment)];
  return {
    jobs: reports[0]?.jobs ?? 0,
    dollarsAMonth: dollars.mean * perMonth,
    instanceHoursAMonth: instanceHours.mean * perMonth,
    spotHoursShare: instanceHours.mean === 0 ? 0 : spotHours / instanceHours.mean,
    attainment: attainment.mean,
    waitSeconds: { p50: means.waitP50.mean, p95: means.waitP95.mean, p99: means.waitP99.mean },
    ...{ launches: launches.mean, unusedLaunches: unusedLaunches.mean, killed: killed.mean, unserved: unserved.mean },
    ...(dollarSpread === undefined || attainmentSpread === undefined
      ? {}
      : { spread: { dollarsAMonth: dollarSpread * perMonth, attainment: attainmentSpread } }),
  };
}

function halfOf({ low, high }: Interval): number | undefined {
  return low === undefined || high === undefined ? undefined : (high - low) / 2;
}

type Chance = Pick<RunOptions, 'spotHazard' | 'warmBootSeconds'>;

function farmOf(settings: Settings, ground: Ground, chance: Chance): FarmOptions {
  const { bootSeconds, warm, objectiveSeconds, spotShare } = settings;
  const { spotPriceFactor } = ground;
  const spotHazard = chance.spotHazard ?? ground.spotHazardPerHour;
  const warmBootSeconds = chance.warmBootSeconds ?? ground.warmBootSeconds;
  const spot = {
    ...(spotPriceFactor === undefined ? {} : { priceFactor: spotPriceFactor }),
    ...(spotHazard === undefined ? {} : { hazardPerHour: spotHazard }),
  };
  return {
    bootSeconds,
    warm,
    // A machine that was set up once starts no later than one that has to be.
    warmBootSeconds: warmBootSeconds ?? Math.min(standardFarm.warmBootSeconds, bootSeconds),
    maxInstances: ground.maxInstances,
    hourlyDollars: ground.hourlyDollars,
    types: [ground.instanceType],
    objectiveSeconds: { express: ground.expressSeconds, standard: objectiveSeconds, bulk: ground.bulkSeconds },
    ...(spotShare > 0 ? { spot } : {}),
  };
}

/** The prior of the service time is the environment's, and the spot pool ends at its share. */
function lawOf(
  { spotShare }: Settings,
  ground: Ground,
  farm: FarmOptions,
): NonNullable<Parameters<typeof toScalePolicy>[1]> {
  const { overheadSeconds: overhead, perMegapixelFrame, maxInstances } = ground;
  const { pools } = toScalePolicy(toFarm(farm));
  const mostSpot = Math.round(spotShare * maxInstances);
  return {
    taskSeconds: { overhead, perMegapixelFrame },
    pools: pools.map((pool) => (pool.purchase === 'spot' ? { ...pool, max: mostSpot } : pool)),
  };
}
