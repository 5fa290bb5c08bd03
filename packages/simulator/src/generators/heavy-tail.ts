/**
 * Services that differ by orders of magnitude: lognormal with σ = 1.6 and a mean of minutes, arrivals whose rate changes by the hour. The
 * frames of a job explain a stated share of the variance of log service; the rest no scheduler can know.
 */
import { randomLogNormal, randomNormal } from 'd3-random';
import { createRandom } from '../random.ts';
import { commonArrival, type Trace } from '../trace.ts';
import { drawInstants } from './poisson.ts';
import { highestTide, officeTide, type Tide, tideAt } from './tide.ts';

export interface HeavyTailParameters {
  days: number;
  jobsPerDay: number;
  tide: Tide;
  /** Each hour's rate is multiplied by lognormal(−σ²/2, σ), whose mean is 1. */
  hourlySigma: number;
  /** Mean of the lognormal is median × exp(σ²/2): 60 s and 1.6 give 216 s. */
  serviceMedian: number;
  serviceSigma: number;
  /** No service is longer. */
  serviceMax: number;
  /** Share of the variance of log service that frames explain. */
  explained: number;
  framesMedian: number;
}

export const standardHeavyTail: HeavyTailParameters = {
  days: 30,
  jobsPerDay: 1_000,
  tide: officeTide,
  hourlySigma: 0.7,
  serviceMedian: 60,
  serviceSigma: 1.6,
  serviceMax: 14_400,
  explained: 0.7,
  framesMedian: 450,
};

export function generateHeavyTail(seed: number, change: Partial<HeavyTailParameters> = {}): Trace {
  const parameters = { ...standardHeavyTail, ...change };
  const { days, jobsPerDay, tide, hourlySigma, serviceMedian, serviceSigma, explained } = parameters;
  const random = createRandom(seed, 'heavy-tail');
  const hourly = randomLogNormal.source(random)(-(hourlySigma ** 2) / 2, hourlySigma);
  const hours = Array.from({ length: days * 24 }, hourly);
  const rate = jobsPerDay / 86_400;
  const highest = rate * highestTide(tide) * Math.max(...hours);
  const rateAt = (at: number): number => rate * tideAt(at, tide) * (hours[Math.floor(at / 3_600)] ?? 0);
  const normal = randomNormal.source(random)();
  return drawInstants(rateAt, highest, days * 86_400, random).map((at) => {
    const [known, unknown] = [normal() * Math.sqrt(explained), normal() * Math.sqrt(1 - explained)];
    const service = serviceMedian * Math.exp(serviceSigma * (known + unknown));
    const frames = Math.max(1, Math.round(parameters.framesMedian * Math.exp(serviceSigma * known)));
    return { ...commonArrival, at, frames, service: Math.min(parameters.serviceMax, service) };
  });
}
