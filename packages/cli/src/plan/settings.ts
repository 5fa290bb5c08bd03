/** What an operator can turn, as one point of a grid; and where an environment stands today. Pure. */
import { type Environment, type Pool } from '@reelyard/environments';

export interface Settings {
  /** Median launch to usable of a cold machine. */
  bootSeconds: number;
  /** Stopped machines of the warm pool. */
  warm: number;
  /** Start-within objective of the standard lane. */
  objectiveSeconds: number;
  /** Share of the most machines that may be spot, 0 to 1. */
  spotShare: number;
}

/** What stays the same over the grid. */
export interface Ground {
  maxInstances: number;
  hourlyDollars: number;
  instanceType: string;
  spotPriceFactor?: number;
  spotHazardPerHour?: number;
  /** Of a start out of the warm pool, where there is one today. */
  warmBootSeconds?: number;
  expressSeconds: number;
  bulkSeconds: number;
  overheadSeconds: number;
  perMegapixelFrame: number;
}

export interface Standing {
  today: Settings;
  ground: Ground;
}

/** @param bootSeconds as measured; else what the environment says */
export function standingOf(environment: Environment, bootSeconds?: number): Standing {
  const { pools, lanes, maxInstances } = environment;
  const onDemand = findPool(pools, 'on-demand') ?? pools[0];
  const spot = findPool(pools, 'spot');
  return {
    today: {
      bootSeconds: bootSeconds ?? onDemand?.bootSeconds ?? 0,
      warm: onDemand?.warm?.max ?? 0,
      objectiveSeconds: lanes.standard.startWithinMs / 1_000,
      spotShare: spot ? round(Math.min(1, spot.max / maxInstances)) : 0,
    },
    ground: groundOf(environment, onDemand, spot),
  };
}

function groundOf({ lanes, maxInstances, taskPrior }: Environment, onDemand?: Pool, spot?: Pool): Ground {
  const hourlyDollars = onDemand?.hourlyCost ?? 0;
  return {
    maxInstances,
    hourlyDollars,
    instanceType: onDemand?.instanceType ?? '',
    ...(spot && hourlyDollars > 0 ? { spotPriceFactor: spot.hourlyCost / hourlyDollars } : {}),
    ...(spot?.hazardPerHour === undefined ? {} : { spotHazardPerHour: spot.hazardPerHour }),
    ...(onDemand?.warm === undefined ? {} : { warmBootSeconds: onDemand.warm.bootSeconds }),
    expressSeconds: lanes.express.startWithinMs / 1_000,
    bulkSeconds: lanes.bulk.startWithinMs / 1_000,
    overheadSeconds: taskPrior.overheadMs / 1_000,
    perMegapixelFrame: taskPrior.megapixelFrameMs / 1_000,
  };
}

const findPool = (pools: readonly Pool[], purchase: Pool['purchase']): Pool | undefined =>
  pools.find((pool) => pool.purchase === purchase);

const round = (share: number): number => Math.round(share * 100) / 100;

export type Axes = { [K in keyof Settings]: readonly number[] };

/** Around today: what a shelf of stopped machines and spot would change. Boot and objective stay unless they are asked for. */
export function axesAround({ bootSeconds, warm, objectiveSeconds, spotShare }: Settings): Axes {
  return {
    bootSeconds: [bootSeconds],
    warm: warm === 0 ? [0, 2, 4, 8] : [0, Math.max(1, Math.round(warm / 2)), warm, warm * 2],
    objectiveSeconds: [objectiveSeconds],
    spotShare: spotShare === 0 ? [0, 0.8] : [0, spotShare],
  };
}

/** Every combination, today's among them whether it was asked for or not: the others are read against it. */
export function gridOf(axes: Axes, today: Settings): Settings[] {
  const points = distinct(axes.bootSeconds).flatMap((bootSeconds) =>
    distinct(axes.objectiveSeconds).flatMap((objectiveSeconds) =>
      distinct(axes.spotShare).flatMap((spotShare) =>
        distinct(axes.warm).map((warm) => ({ bootSeconds, warm, objectiveSeconds, spotShare })),
      ),
    ),
  );
  return points.some((point) => isSame(point, today)) ? points : [today, ...points];
}

const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

export function isSame(a: Settings, b: Settings): boolean {
  return (
    a.bootSeconds === b.bootSeconds &&
    a.warm === b.warm &&
    a.objectiveSeconds === b.objectiveSeconds &&
    a.spotShare === b.spotShare
  );
}
