/** Builders for tests: a farm without chance, and tasks of round numbers. */
import { type FarmOptions } from './farm.ts';
import { type CapacityPolicy, type QueueView } from './policy.ts';
import { type Arrival, commonArrival } from './trace.ts';

/** Boots take exactly their median, and none fails. */
export const exactFarm: FarmOptions = { bootSeconds: 240, bootSigma: 0, bootFailureShare: 0 };

export function anArrival(at: number, service: number, change: Partial<Arrival> = {}): Arrival {
  return { ...commonArrival, at, service, ...change };
}

/** Looks every 10 s without lag and never takes a busy machine, unless told otherwise. */
export function aPolicy(decide: (view: QueueView) => number, change: Partial<CapacityPolicy> = {}) {
  return (): CapacityPolicy => ({
    name: 'test',
    periodSeconds: 10,
    lagSeconds: 0,
    protectsBusy: true,
    decide,
    ...change,
  });
}

export const onePerTask = ({ waiting, running }: QueueView): number => waiting + running;
