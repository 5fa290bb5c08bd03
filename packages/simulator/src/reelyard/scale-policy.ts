/** What the owner of the simulated farm would have written: one pool a purchase option, with the farm's own figures as priors. */
import { type Dials, type PoolPolicy, type ScalePolicy, standardDials } from '@reelyard/scaler-lambda/core';
import { type Farm } from '../farm.ts';

export type ScalePolicyChange = Partial<Omit<ScalePolicy, 'dials'>> & { dials?: Partial<Dials> };

export function toScalePolicy(farm: Farm, change: ScalePolicyChange = {}): ScalePolicy {
  const { dials, ...rest } = change;
  return {
    pools: [onDemandPool(farm), ...(farm.spot ? [spotPool(farm, farm.spot)] : [])],
    maxInstances: farm.maxInstances,
    startWithinSeconds: farm.objectiveSeconds,
    attainment: 0.99,
    taskSeconds: { overhead: 3, perMegapixelFrame: 0.015 },
    seats: [],
    spend: {},
    dryRun: false,
    replaceShare: 0.1,
    silentMs: 45_000,
    unhealthyMs: 180_000,
    acknowledgeMs: 60_000,
    ...rest,
    dials: { ...standardDials, ...dials },
  };
}

function onDemandPool(farm: Farm): PoolPolicy {
  const { bootSeconds, warm, warmBootSeconds, maxInstances, hourlyDollars, types, zones } = farm;
  return {
    name: 'on-demand',
    group: 'on-demand',
    purchase: 'on-demand',
    min: 0,
    max: maxInstances,
    bootSeconds,
    ...(warm > 0 ? { warm: { size: warm, bootSeconds: warmBootSeconds } } : {}),
    places: { types, zones },
    hourlyCost: hourlyDollars,
    hazardPerHour: 0,
    engines: [],
    idleSeconds: warm > 0 ? warmBootSeconds : bootSeconds,
  };
}

function spotPool(farm: Farm, spot: NonNullable<Farm['spot']>): PoolPolicy {
  const { bootSeconds, maxInstances, hourlyDollars, types, zones } = farm;
  return {
    name: 'spot',
    group: 'spot',
    purchase: 'spot',
    min: 0,
    max: maxInstances,
    bootSeconds,
    places: { types, zones },
    hourlyCost: hourlyDollars * spot.priceFactor,
    hazardPerHour: spot.hazardPerHour,
    engines: [],
    idleSeconds: bootSeconds,
  };
}
