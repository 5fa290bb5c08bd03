/** Many independent clients: an inhomogeneous Poisson process with a wave of day and week; services alike. */
import { randomLogNormal } from 'd3-random';
import { createRandom } from '../random.ts';
import { commonArrival, type Trace } from '../trace.ts';
import { drawInstants } from './poisson.ts';
import { highestTide, officeTide, type Tide, tideAt } from './tide.ts';

export interface WaveParameters {
  days: number;
  jobsPerDay: number;
  tide: Tide;
  framesMedian: number;
  framesSigma: number;
  /** Service = overhead + frames × per frame × lognormal(0, noise). */
  overheadSeconds: number;
  secondsPerFrame: number;
  noiseSigma: number;
}

export const standardWave: WaveParameters = {
  days: 30,
  jobsPerDay: 1_000,
  tide: officeTide,
  framesMedian: 450,
  framesSigma: 0.35,
  overheadSeconds: 5,
  secondsPerFrame: 0.09,
  noiseSigma: 0.25,
};

export function generateWave(seed: number, change: Partial<WaveParameters> = {}): Trace {
  const { days, jobsPerDay, tide, ...shape } = { ...standardWave, ...change };
  const random = createRandom(seed, 'wave');
  const rate = jobsPerDay / 86_400;
  const instants = drawInstants((at) => rate * tideAt(at, tide), rate * highestTide(tide), days * 86_400, random);
  const logNormal = randomLogNormal.source(random);
  const framesOf = logNormal(Math.log(shape.framesMedian), shape.framesSigma);
  const noise = logNormal(0, shape.noiseSigma);
  return instants.map((at) => {
    const frames = Math.max(1, Math.round(framesOf()));
    return { ...commonArrival, at, frames, service: shape.overheadSeconds + frames * shape.secondsPerFrame * noise() };
  });
}
