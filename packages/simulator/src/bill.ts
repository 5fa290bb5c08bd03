/** What a run cost. Per second from launch to end with a minimum, spot at its factor, stopped machines for the whole run. Pure. */
import { type Farm } from './farm.ts';
import { type History } from './kernel/kernel.ts';

export interface Bill {
  /** Billed machine seconds / 3,600, whatever their price; stopped machines are no part of it. */
  instanceHours: number;
  /** Of those, on spot. */
  spotHours: number;
  dollars: number;
  /** Of those, for stopped machines. */
  warmDollars: number;
}

/** @param scoreFrom what was before is not billed */
export function billRun({ machines, refills, endedAt }: History, farm: Farm, scoreFrom = 0): Bill {
  const secondsOf = (from: number, to: number): number => {
    const billedTo = Math.max(to, from + farm.minimumBillSeconds);
    return Math.max(0, billedTo - Math.max(from, scoreFrom));
  };
  const sum = (purchase: 'on-demand' | 'spot'): number =>
    machines.reduce(
      (total, each) =>
        each.purchase === purchase ? total + secondsOf(each.launchedAt, each.endedAt ?? endedAt) : total,
      0,
    );
  const refillSeconds = refills.reduce((total, { from, to }) => total + secondsOf(from, to), 0);
  const spotHours = sum('spot') / 3_600;
  const onDemandHours = (sum('on-demand') + refillSeconds) / 3_600;
  const warmHours = (farm.warm * Math.max(0, endedAt - scoreFrom)) / 3_600;
  const warmDollars = warmHours * farm.warmShare * farm.hourlyDollars;
  const spotFactor = farm.spot?.priceFactor ?? 1;
  return {
    instanceHours: onDemandHours + spotHours,
    spotHours,
    dollars: (onDemandHours + spotHours * spotFactor) * farm.hourlyDollars + warmDollars,
    warmDollars,
  };
}
