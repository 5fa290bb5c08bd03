/** One run: a trace, a farm, a policy and a seed give one report, the same for ever. */
import { type FarmOptions, toFarm } from './farm.ts';
import { CapacityDriver } from './kernel/capacity-driver.ts';
import { type Driver } from './kernel/driver.ts';
import { type History, Kernel } from './kernel/kernel.ts';
import { type CapacityPolicyFactory } from './policy.ts';
import { ReelyardDriver, type TickWitness } from './reelyard-policy.ts';
import { type ScalePolicyChange, toScalePolicy } from './reelyard/scale-policy.ts';
import { type Report, reportRun } from './report.ts';
import { type Trace } from './trace.ts';

export interface SimulateOptions {
  trace: Trace;
  /** The farm's own law, or a policy that counts. */
  policy: 'reelyard' | CapacityPolicyFactory;
  farm?: FarmOptions;
  seed?: number;
  /** Changes to the policy that the farm's own law is given; a dial left out keeps its standard. */
  scalePolicy?: ScalePolicyChange;
  /** Seconds from which arrivals and costs are scored. */
  scoreFrom?: number;
  /** Instance hours of the lower bound. */
  boundHours?: number;
  /** Called after each tick of the farm's own law. */
  witness?: TickWitness;
}

export interface Simulation {
  report: Report;
  history: History;
}

export function simulate(options: SimulateOptions): Report {
  return simulateFully(options).report;
}

/** The same with every task and every launch. */
export function simulateFully(options: SimulateOptions): Simulation {
  const { trace, seed = 1, scoreFrom = 0, boundHours } = options;
  const farm = toFarm(options.farm);
  const driver = createDriver(options);
  const history = new Kernel(trace, farm, seed, driver).run();
  const bound = boundHours === undefined ? {} : { boundHours };
  return { history, report: reportRun(history, { policy: driver.name, farm, scoreFrom, ...bound }) };
}

function createDriver({ policy, farm, scalePolicy, witness }: SimulateOptions): Driver {
  if (policy !== 'reelyard') return new CapacityDriver(policy());
  return new ReelyardDriver(toScalePolicy(toFarm(farm), scalePolicy), witness);
}
