/** The pure core of the scaler: the simulator drives exactly this. */
export * from './policy.ts';
export * from './snapshot.ts';
export * from './decision.ts';
export * from './decide-tick.ts';
export * from './decide-bootstrap.ts';
export * from './decide-drain.ts';
export * from './decide-health.ts';
export * from './boot-result.ts';
export { bootSecondsOf } from './boot-time.ts';
export { countSupply, hasFailedBoot, tallySupply, type Unit, type UnitState } from './supply.ts';
export { orderDemand } from './demand.ts';
export { isFrozen } from './caps.ts';
export * from './histogram.ts';
export * from './estimates.ts';
export * from './gaps.ts';
export * from './arrivals.ts';
export * from './budget.ts';
