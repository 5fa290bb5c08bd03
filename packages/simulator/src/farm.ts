/** The farm that a run simulates, as plain data with defaults. All times in seconds. */
import { type Lane } from '@reelyard/contracts';

/** A (type, zone) that gives no machine for a while; a field left out means any. */
export interface Shortage {
  from: number;
  until: number;
  pool?: string;
  type?: string;
  zone?: string;
}

/** Machines that cost less and may be taken away. */
export interface SpotMarket {
  /** Interruptions that one machine meets in an hour, Poisson. */
  hazardPerHour: number;
  /** Share of the interruptions that are announced 120 s ahead. */
  noticeShare: number;
  /** Share of the on-demand price. */
  priceFactor: number;
}

export interface Farm {
  /** Median of a cold boot, launch to usable; lognormal with `bootSigma`. */
  bootSeconds: number;
  bootSigma: number;
  /** Share of boots whose bootstrap fails, which is found at the end of the boot. */
  bootFailureShare: number;
  /** Stopped machines of the on-demand pool. */
  warm: number;
  /** Median of a start out of the warm pool. */
  warmBootSeconds: number;
  /** Scaled in to stopped and back on the shelf; not billed. */
  stopSeconds: number;
  /** Terminate call to the end of billing. */
  terminateSeconds: number;
  maxInstances: number;
  /** Absent: on-demand only. Counting policies buy on-demand only. */
  spot?: SpotMarket;
  types: readonly string[];
  zones: readonly string[];
  shortages: readonly Shortage[];
  /** A launch that found no capacity is tried again after this. */
  retrySeconds: number;
  /** Of a machine that vanished without notice: its task waits for this before it is given away again. */
  leaseSeconds: number;
  /** Dollars of an on-demand machine hour; default: c7i.xlarge in us-east-1. */
  hourlyDollars: number;
  /** What a stopped machine costs (its volume), as a share of `hourlyDollars`. */
  warmShare: number;
  /** Least that a launch is billed for. */
  minimumBillSeconds: number;
  /** Start-within objective W of each lane. */
  objectiveSeconds: Readonly<Record<Lane, number>>;
}

export const standardFarm: Farm = {
  bootSeconds: 240,
  bootSigma: 0.12,
  bootFailureShare: 0.02,
  warm: 0,
  warmBootSeconds: 45,
  stopSeconds: 30,
  terminateSeconds: 3,
  maxInstances: 200,
  types: ['c7i.xlarge'],
  zones: ['a', 'b', 'c'],
  shortages: [],
  retrySeconds: 30,
  leaseSeconds: 60,
  hourlyDollars: 0.1785,
  warmShare: 0.011,
  minimumBillSeconds: 60,
  objectiveSeconds: { express: 30, standard: 300, bulk: 3_600 },
};

export const standardSpot: SpotMarket = { hazardPerHour: 0.05, noticeShare: 0.5, priceFactor: 0.35 };

export type FarmOptions = Partial<Omit<Farm, 'objectiveSeconds' | 'spot'>> & {
  /** A number means the standard lane. */
  objectiveSeconds?: number | Partial<Record<Lane, number>>;
  spot?: Partial<SpotMarket>;
};

export function toFarm({ objectiveSeconds, spot, ...rest }: FarmOptions = {}): Farm {
  const objectives = typeof objectiveSeconds === 'number' ? { standard: objectiveSeconds } : objectiveSeconds;
  return {
    ...standardFarm,
    ...rest,
    objectiveSeconds: { ...standardFarm.objectiveSeconds, ...objectives },
    ...(spot ? { spot: { ...standardSpot, ...spot } } : {}),
  };
}
