/** `LIMITS` and `POOL_PRICES`: JSON from the environment's data, either of which may be absent. */
import { type KeyLimits, apiKeyLimits } from '@reelyard/contracts';
import { type Variable, json } from '@reelyard/runtime';
import { z } from 'zod';
import { type Prices } from './core/cost.ts';

const limitsLike = '{ "requestsPerMinute"?, "concurrentJobs"?, "jobsPerDay"? }, whole numbers above 0,';
const pricesLike = '{ "<pool>": <dollars an hour>, … }';

export const limits = (name: string): Variable<KeyLimits> => withDefault(json(name, apiKeyLimits, limitsLike), {});
export const prices = (name: string): Variable<Prices> =>
  withDefault(json(name, z.record(z.string(), z.number().min(0)), pricesLike), {});

function withDefault<T>(variable: Variable<T>, fallback: T): Variable<T> {
  return { ...variable, parse: (raw) => (raw === undefined ? { ok: true, value: fallback } : variable.parse(raw)) };
}
