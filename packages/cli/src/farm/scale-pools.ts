/** Pools of an environment as the scaler reads them from `POOLS`: with the names of their Auto Scaling groups. */
import { type Environment, type ScalePool } from '@reelyard/environments';
import { type FarmNames } from './names.ts';

export function scalePools(environment: Environment, names: FarmNames): ScalePool[] {
  return environment.pools.map((pool) => ({ ...pool, group: names.poolGroup(pool.name) }));
}
