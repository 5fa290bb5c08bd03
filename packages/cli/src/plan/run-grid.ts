/** The past again under other settings, in virtual time, by the scaler's own law. Same trace, settings and seed: same figures. */
import {
  type FarmOptions,
  type Report,
  simulate,
  standardFarm,
  toFarm,
  toScalePolicy,
  type Trace,
} from '@reelyard/simulator';
import { type Ground, isSame, type Settings, type Standing } from './settings.ts';

export interface PlannedRun extends Pick<
  Report,
  'jobs' | 'attainment' | 'waitSeconds' | 'launches' | 'unusedLaunches' | 'killed' | 'unserved'
> {
  settings: Settings;
  isToday: boolean;
  /** What a month of such days would cost. */
  dollarsAMonth: number;
  instanceHoursAMonth: number;
  /** Of the instance hours, on spot. */
  spotHoursShare: number;
}

export interface RunOptions {
  trace: Trace;
  standing: Standing;
  seed: number;
  /** Interruptions that a spot machine meets in an hour; the simulator's when absent. */
  spotHazard?: number;
  /** Median of a start out of the warm pool; when absent the simulator's, or the cold boot where that is shorter. */
  warmBootSeconds?: number;
}

const daySeconds = 86_400;
const monthSeconds = (365.25 / 12) * daySeconds;
/** The law begins knowing nothing: so much of the past teaches and is not scored, a day at most. */
const warmUpShare = 0.1;

export function runOnce(settings: Settings, { trace, standing, seed, ...chance }: RunOptions): PlannedRun {
  const endSeconds = trace.at(-1)?.at ?? 0;
  const scoreFrom = Math.min(daySeconds, endSeconds * warmUpShare);
  const farm = farmOf(settings, standing.ground, chance);
  const report = simulate({
    trace,
    policy: 'reelyard',
    farm,
    seed,
    scoreFrom,
    scalePolicy: lawOf(settings, standing.ground, farm),
  });
  const { jobs, attainment, waitSeconds, launches, unusedLaunches, killed, unserved } = report;
  const perMonth = monthSeconds / Math.max(1, endSeconds - scoreFrom);
  return {
    settings,
    isToday: isSame(settings, standing.today),
    dollarsAMonth: report.dollars * perMonth,
    instanceHoursAMonth: report.instanceHours * perMonth,
    spotHoursShare: report.instanceHours === 0 ? 0 : report.spotHours / report.instanceHours,
    ...{ jobs, attainment, waitSeconds, launches, unusedLaunches, killed, unserved },
  };
}

type Chance = Pick<RunOptions, 'spotHazard' | 'warmBootSeconds'>;

function farmOf(settings: Settings, ground: Ground, { spotHazard, warmBootSeconds }: Chance): FarmOptions {
  const { bootSeconds, warm, objectiveSeconds, spotShare } = settings;
  const { spotPriceFactor } = ground;
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
